package dev.identitydomains.operator.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.token.ClientAuthentication;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TlsTest {

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  /** S32: a domain with an authority of its own need not trust all others. */
  @Test
  void bundleMayReplaceAuthoritiesOfThePlatform() {
    var pem = AUTHORITY.certificatePem();
    var added = trusted(new ConnectionSettings.Authorities(pem, false));
    assertThat(added).contains(AUTHORITY.certificate()).containsAll(trusted(null));
    assertThat(added.size()).isGreaterThan(1);
    assertThat(trusted(new ConnectionSettings.Authorities(pem, true)))
        .containsExactly(AUTHORITY.certificate());
  }

  /** S4: each domain has a trust store of its own. */
  @Test
  void bundleOfTooManyCertificatesIsRefused() {
    var most = AUTHORITY.certificatePem().repeat(Tls.MOST_AUTHORITIES);
    assertThat(trusted(new ConnectionSettings.Authorities(most, true))).isNotEmpty();
    var more = new ConnectionSettings.Authorities(most + AUTHORITY.certificatePem(), true);
    assertThatThrownBy(() -> trusted(more))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the CA bundle has more than 50 certificates");
  }

  private static List<X509Certificate> trusted(
      ConnectionSettings.@Nullable Authorities authorities) {
    var settings =
        new ConnectionSettings(
            DomainUrl.parse("https://d.example.com"),
            "Free",
            new ClientAuthentication.ClientSecret("id", new Sensitive("secret")),
            List.of("x"),
            true,
            authorities);
    var client = Tls.apply(settings, new OkHttpClient());
    return List.of(Objects.requireNonNull(client.x509TrustManager()).getAcceptedIssuers());
  }
}
