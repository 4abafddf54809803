package dev.identitydomains.operator.engine.domain;

import dev.identitydomains.operator.token.ClientAuthentication.TlsClientAuth;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;

/** The TLS settings of a connection: trusted CAs and the client certificate. */
final class Tls {

  static final int MOST_AUTHORITIES = 50;

  private Tls() {}

  static OkHttpClient apply(ConnectionSettings settings, OkHttpClient client) {
    var authorities = settings.authorities();
    var held = settings.authentication() instanceof TlsClientAuth tls ? tls.certificate() : null;
    if (authorities == null && held == null) {
      return client;
    }
    var certificates = new HandshakeCertificates.Builder();
    if (authorities == null || !authorities.only()) {
      certificates.addPlatformTrustedCertificates();
    }
    if (authorities != null) {
      parse(authorities.pem()).forEach(certificates::addTrustedCertificate);
    }
    if (held != null) {
      certificates.heldCertificate(held);
    }
    var handshake = certificates.build();
    return client
        .newBuilder()
        .sslSocketFactory(handshake.sslSocketFactory(), handshake.trustManager())
        .build();
  }

  private static Collection<X509Certificate> parse(String pem) {
    try {
      var certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("the CA bundle has no PEM certificate");
      }
      if (certificates.size() > MOST_AUTHORITIES) {
        throw new IllegalArgumentException(
            "the CA bundle has more than %d certificates".formatted(MOST_AUTHORITIES));
      }
      return certificates.stream().map(X509Certificate.class::cast).toList();
    } catch (CertificateException e) {
      throw new IllegalArgumentException("the CA bundle is not a list of PEM certificates", e);
    }
  }
}
