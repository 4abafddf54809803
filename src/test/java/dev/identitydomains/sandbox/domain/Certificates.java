package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates of OAuth clients. */
final class Certificates {

  private Certificates() {}

  /** Adds what the service reads from a new certificate. */
  static void complete(ObjectNode resource) {
    var certificate = parse(resource);
    try {
      var der = certificate.getEncoded();
      resource.put("sha1Thumbprint", thumbprint("SHA-1", der));
      resource.put("sha256Thumbprint", thumbprint("SHA-256", der));
    } catch (CertificateException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    resource.put("certStartDate", certificate.getNotBefore().toInstant().toString());
    resource.put("certEndDate", certificate.getNotAfter().toInstant().toString());
  }

  private static String thumbprint(String algorithm, byte[] der) throws NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance(algorithm).digest(der);
    return Base64.getEncoder().encodeToString(digest);
  }

  /** Parses {@code x509Base64Certificate} of a resource. */
  static X509Certificate parse(ObjectNode resource) {
    try {
      var der = Base64.getDecoder().decode(resource.path("x509Base64Certificate").asText());
      var factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException | IllegalArgumentException e) {
      throw DomainError.invalid("Invalid x509Base64Certificate: " + e.getMessage());
    }
  }
}
