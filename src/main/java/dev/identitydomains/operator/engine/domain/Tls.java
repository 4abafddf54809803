package dev.identitydomains.operator.engine.domain;

import dev.identitydomains.operator.token.ClientAuthentication.TlsClientAuth;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/** The TLS settings of a connection: trusted CAs and the client certificate. */
final class Tls {

  static final int MOST_AUTHORITIES = 50;

  private Tls() {}

  static OkHttpClient apply(ConnectionSettings settings, OkHttpClient http) {
    var authorities = settings.authorities();
    var client = settings.authentication() instanceof TlsClientAuth tls ? tls : null;
    if (authorities == null && client == null) {
      return http;
    }
    var certificates = new HandshakeCertificates.Builder();
    if (authorities == null || !authorities.only()) {
      certificates.addPlatformTrustedCertificates();
    }
    if (authorities != null) {
      parse(authorities.pem()).forEach(certificates::addTrustedCertificate);
    }
    if (client != null) {
      certificates.heldCertificate(
          client.certificate(), client.intermediates().toArray(X509Certificate[]::new));
    }
    var handshake = certificates.build();
    return http.newBuilder()
        .sslSocketFactory(
            client == null ? handshake.sslSocketFactory() : offering(handshake),
            handshake.trustManager())
        .build();
  }

  private static SSLSocketFactory offering(HandshakeCertificates handshake) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new OnlyCertificate(handshake.keyManager())},
          new TrustManager[] {handshake.trustManager()},
          null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Offers the one certificate whatever issuers the server lists: it knows a self-signed one by
   * itself (RFC 8705 section 2.2).
   */
  private static final class OnlyCertificate extends X509ExtendedKeyManager {

    private final X509KeyManager keys;

    OnlyCertificate(X509KeyManager keys) {
      this.keys = keys;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return Stream.of(keyTypes)
          .map(type -> keys.getClientAliases(type, null))
          .filter(Objects::nonNull)
          .flatMap(Stream::of)
          .findFirst()
          .orElse(null);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return chooseClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return keys.getClientAliases(keyType, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return keys.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return keys.getPrivateKey(alias);
    }
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
