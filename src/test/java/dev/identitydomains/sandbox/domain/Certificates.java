package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Certificates of OAuth clients. */
final class Certificates {

  private Certificates() {}

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
