package dev.identitydomains.operator.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.identitydomains.UnlimitedCalls;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** Token requests against servers that do not share the token service's code. */
class ForeignServerTest {

  private static final HeldCertificate KEY = new HeldCertificate.Builder().rsa2048().build();
  private static final ClientAuthentication JWT =
      new ClientAuthentication.PrivateKeyJwt(
          "domain_admin", "operator-key", KEY.keyPair().getPrivate(), null);

  @Test
  void oauthServerIssuesTokenForClientSecret() {
    var server = new MockOAuth2Server();
    server.start();
    try {
      // its token endpoint is /<issuer>/token: "oauth2/v1" plays the issuer
      var authentication = new ClientAuthentication.ClientSecret("orders", new Sensitive("secret"));
      var token = current(HttpUrl.get(server.baseUrl().toString()), authentication);
      var claims = claims(token);
      assertThat(claims).contains(server.issuerUrl("oauth2/v1").toString());
    } finally {
      server.shutdown();
    }
  }

  @Test
  void oauthServerIssuesTokenForSignedAssertion() throws Exception {
    var server = new MockOAuth2Server();
    server.start();
    try {
      current(HttpUrl.get(server.baseUrl().toString()), JWT);
      var form =
          Stream.of(server.takeRequest().getBody().readUtf8().split("&", -1))
              .map(pair -> URLDecoder.decode(pair, StandardCharsets.UTF_8))
              .toList();
      assertThat(form)
          .contains(
              "client_id=domain_admin",
              "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      var assertion =
          SignedJWT.parse(
              form.stream()
                  .filter(pair -> pair.startsWith("client_assertion="))
                  .map(pair -> pair.substring("client_assertion=".length()))
                  .findFirst()
                  .orElseThrow());
      assertThat(assertion.getHeader().getKeyID()).isEqualTo("operator-key");
      assertThat(assertion.verify(new RSASSAVerifier((RSAPublicKey) KEY.keyPair().getPublic())))
          .isTrue();
      var claims = assertion.getJWTClaimsSet();
      assertThat(claims.getSubject()).isEqualTo("domain_admin").isEqualTo(claims.getIssuer());
      assertThat(claims.getAudience()).contains(server.baseUrl().toString());
      assertThat(claims.getExpirationTime()).isAfter(claims.getIssueTime());
      assertThat(claims.getJWTID()).isNotBlank();
    } finally {
      server.shutdown();
    }
  }

  @Test
  void emulatedDomainAcceptsSignedAssertion() throws Exception {
    try (var domain = IdentityDomainEmulator.start(DomainOptions.defaults())) {
      domain.trust("operator-key", (RSAPublicKey) KEY.keyPair().getPublic());
      assertThat(claims(current(HttpUrl.get(domain.url().toString()), JWT)))
          .contains("domain_admin");
    }
  }

  private static Sensitive current(HttpUrl domain, ClientAuthentication authentication) {
    return new TokenService(
            new TokenRequest(authentication, List.of("urn:opc:idm:__myscopes__")),
            () -> TokenEndpoint.of(domain),
            new HttpTransport(new OkHttpClient()),
            new UnlimitedCalls(),
            Clock.systemUTC(),
            System::nanoTime)
        .current();
  }

  private static String claims(Sensitive token) {
    try {
      return SignedJWT.parse(token.value()).getJWTClaimsSet().toString();
    } catch (java.text.ParseException e) {
      throw new AssertionError("not a JWT", e);
    }
  }
}
