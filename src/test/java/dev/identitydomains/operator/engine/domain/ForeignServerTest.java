package dev.identitydomains.operator.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.token.ClientAuthentication;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.DesiredApplications;
import dev.identitydomains.operator.translate.DesiredRoles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/**
 * The operator's connection against an authorization server that others wrote: where the server
 * takes the token, its resource server answers 404 to the operator's first read.
 */
class ForeignServerTest {

  private static final List<String> ODD =
      List.of("plain", "a:b", "50%", "a%zz%", "a+b+c", "a b", "é", "☕", "a&b=c", "\"'<>");

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(1).build();
  private static final HeldCertificate INTERMEDIATE =
      new HeldCertificate.Builder().signedBy(AUTHORITY).certificateAuthority(0).build();
  private static final HeldCertificate CHAINED =
      new HeldCertificate.Builder().signedBy(INTERMEDIATE).commonName("chained").build();
  private static final HeldCertificate SELF_SIGNED =
      new HeldCertificate.Builder().rsa2048().commonName("alone").build();
  private static final HeldCertificate RSA = new HeldCertificate.Builder().rsa2048().build();
  private static final HeldCertificate ELLIPTIC = new HeldCertificate.Builder().ecdsa256().build();

  private static final MockWebServer KEYS = new MockWebServer();
  private static AuthorizationServer server;

  private final DomainConnections connections =
      new DomainConnections(
          new OkHttpClient(),
          DomainHosts.parse(Set.of("loopback")),
          new AttributeSchema(DesiredApplications.shapes(), DesiredRoles.shapes()),
          Waiting.WITHOUT_PERMIT,
          Clock.systemUTC());

  @BeforeAll
  static void start() throws IOException, JOSEException, CertificateEncodingException {
    var keys =
        new JWKSet(
            List.of(
                new RSAKey.Builder((RSAPublicKey) RSA.keyPair().getPublic()).keyID("rsa").build(),
                new ECKey.Builder(Curve.P_256, (ECPublicKey) ELLIPTIC.keyPair().getPublic())
                    .keyID("elliptic")
                    .build(),
                selfSigned()));
    KEYS.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(keys.toString())
                .build();
          }
        });
    KEYS.start();
    var clients = new ArrayList<RegisteredClient>();
    ODD.forEach(text -> clients.add(withSecret(text)));
    clients.add(signing("signs-rsa", SignatureAlgorithm.RS256));
    clients.add(signing("signs-elliptic", SignatureAlgorithm.ES256));
    clients.add(
        client("tls-chained")
            .clientAuthenticationMethod(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
            .clientSettings(ClientSettings.builder().x509CertificateSubjectDN("CN=chained").build())
            .build());
    clients.add(
        client("tls-alone")
            .clientAuthenticationMethod(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
            .clientSettings(ClientSettings.builder().jwkSetUrl(KEYS.url("/").toString()).build())
            .build());
    server =
        AuthorizationServer.start(AUTHORITY, SELF_SIGNED, clients.toArray(RegisteredClient[]::new));
  }

  private static JWK selfSigned() throws CertificateEncodingException {
    return new RSAKey.Builder((RSAPublicKey) SELF_SIGNED.keyPair().getPublic())
        .keyID("alone")
        .x509CertChain(List.of(Base64.encode(SELF_SIGNED.certificate().getEncoded())))
        .build();
  }

  @AfterAll
  static void stop() {
    server.close();
    KEYS.close();
  }

  /** O1: ids and secrets with signs that Basic or the form encoding use. */
  @Test
  void secretOfAnySignsIsAccepted() {
    for (var text : ODD) {
      assertAccepted(new ClientAuthentication.ClientSecret(id(text), new Sensitive(text)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "é"})
  void wrongSecretIsRefused(String text) {
    assertThat(failure(new ClientAuthentication.ClientSecret(id(text), new Sensitive("s3cret"))))
        .isInstanceOf(TokenFailure.class)
        .hasMessageContaining("401 invalid_client")
        .hasMessageNotContaining("s3cret");
  }

  /** O2, O4, O7: audience, times and algorithms. */
  @Test
  void assertionIsAccepted() {
    assertAccepted(signed("signs-rsa", "rsa", RSA, null));
    assertAccepted(signed("signs-elliptic", "elliptic", ELLIPTIC, null));
    assertAccepted(signed("signs-rsa", "rsa", RSA, server.url()));
  }

  @Test
  void assertionOfAnotherKeyOrForAnotherServerIsRefused() {
    var other = new HeldCertificate.Builder().rsa2048().build();
    for (var authentication :
        List.of(
            signed("signs-rsa", "rsa", other, null),
            signed("signs-elliptic", "rsa", RSA, null),
            signed("signs-rsa", "rsa", RSA, "https://other.example.com"))) {
      assertThat(failure(authentication))
          .isInstanceOf(TokenFailure.class)
          .hasMessageContaining("invalid_client");
    }
  }

  /** O9, O10, O11: the client is known, only the service's grant type is no standard. */
  @Test
  void certificateWithChainAndSelfSignedOneAreAccepted() {
    var chain =
        new ClientAuthentication.TlsClientAuth(
            "tls-chained", CHAINED, List.of(INTERMEDIATE.certificate()));
    var alone = new ClientAuthentication.TlsClientAuth("tls-alone", SELF_SIGNED, List.of());
    for (var authentication : List.of(chain, alone)) {
      assertThat(failure(authentication))
          .isInstanceOf(TokenFailure.class)
          .hasMessageContaining("unsupported_grant_type");
    }
  }

  @Test
  void certificateOfAnotherClientIsRefused() {
    assertThat(
            failure(new ClientAuthentication.TlsClientAuth("tls-chained", SELF_SIGNED, List.of())))
        .isInstanceOf(TokenFailure.class)
        .hasMessageContaining("invalid_client");
    var unknown = new HeldCertificate.Builder().commonName("chained").build();
    assertThat(failure(new ClientAuthentication.TlsClientAuth("tls-chained", unknown, List.of())))
        .isInstanceOf(TokenFailure.class)
        .hasMessageContainingAll(
            "refused the certificate of client tls-chained", "ended TLS with the alert");
  }

  private void assertAccepted(ClientAuthentication authentication) {
    assertThat(failure(authentication))
        .as(authentication.clientId())
        .isInstanceOf(CallException.class)
        .hasMessageContaining("GET Apps answered 404");
  }

  private Throwable failure(ClientAuthentication authentication) {
    var admitted = (DomainHosts.Admitted) connections.admit(server.url());
    var settings =
        new ConnectionSettings(
            admitted.url(),
            "Premium",
            authentication,
            List.of("manage"),
            true,
            new ConnectionSettings.Authorities(AUTHORITY.certificatePem(), true));
    var connection = connections.open(UUID.randomUUID().toString(), settings);
    return catchThrowable(() -> connection.observe(Duration.ZERO));
  }

  private static ClientAuthentication signed(
      String client, String keyId, HeldCertificate key, @Nullable String audience) {
    return new ClientAuthentication.PrivateKeyJwt(
        client, keyId, key.keyPair().getPrivate(), audience);
  }

  /** Ids have ASCII alone (RFC 6749 appendix A.1), which the server enforces. */
  private static String id(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text) ? text : "id-" + text.hashCode();
  }

  private static RegisteredClient withSecret(String text) {
    return client(id(text))
        .clientSecret("{noop}" + text)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .build();
  }

  private static RegisteredClient signing(String id, SignatureAlgorithm algorithm) {
    return client(id)
        .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
        .clientSettings(
            ClientSettings.builder()
                .jwkSetUrl(KEYS.url("/").toString())
                .tokenEndpointAuthenticationSigningAlgorithm(algorithm)
                .build())
        .build();
  }

  private static RegisteredClient.Builder client(String id) {
    return RegisteredClient.withId(UUID.randomUUID().toString())
        .clientId(id)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scope("manage");
  }
}
