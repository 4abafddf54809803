package dev.identitydomains.operator.token;

import dev.identitydomains.operator.http.Sensitive;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/** Authentication of the operator's client at the token endpoint. Text forms hide secrets. */
public sealed interface ClientAuthentication {

  /** The client's id: its App's {@code name}. */
  String clientId();

  /** HTTP Basic with the client secret (RFC 6749 section 2.3.1). */
  record ClientSecret(String clientId, Sensitive secret) implements ClientAuthentication {}

  /**
   * A client assertion signed with RS256 or ES256 (RFC 7523 section 2.2).
   *
   * @param keyId alias of the client's certificate in the domain, sent as {@code kid}
   * @param key private key of that certificate: RSA, or elliptic of the curve P-256
   * @param audience the only value of {@code aud}; null for those of the token endpoint
   */
  record PrivateKeyJwt(String clientId, String keyId, PrivateKey key, @Nullable String audience)
      implements ClientAuthentication {

    @Override
    public String toString() {
      return "PrivateKeyJwt[clientId=%s, keyId=%s]".formatted(clientId, keyId);
    }
  }

  /**
   * Mutual TLS; the service's documents call this grant type {@code tls_client_auth}.
   *
   * @param intermediates certificates between the client's and its root, in this order
   */
  record TlsClientAuth(
      String clientId, HeldCertificate certificate, List<X509Certificate> intermediates)
      implements ClientAuthentication {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof TlsClientAuth that
          && clientId.equals(that.clientId)
          && certificate.certificate().equals(that.certificate.certificate())
          && intermediates.equals(that.intermediates)
          && certificate.keyPair().getPrivate().equals(that.certificate.keyPair().getPrivate());
    }

    @Override
    public int hashCode() {
      return clientId.hashCode();
    }

    @Override
    public String toString() {
      return "TlsClientAuth[clientId=%s]".formatted(clientId);
    }
  }
}
