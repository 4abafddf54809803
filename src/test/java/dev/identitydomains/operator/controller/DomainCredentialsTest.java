package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.DomainMode;
import dev.identitydomains.sandbox.domain.DomainOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The other ways in which the operator's client can prove who it is, and what it trusts. */
class DomainCredentialsTest {

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  @AutoClose private OperatorFixture cluster;
  @AutoClose private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
  }

  @Test
  void privateKeySignsAssertions() {
    var key = new HeldCertificate.Builder().rsa2048().build();
    trust("operator-key", key);
    cluster.apply(
        domain(
            "DOMAIN_URL",
            "privateKeyJwt: {clientId: domain_admin, keyId: operator-key, secretRef: {name: key}}"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainNotReady);
    secret("key", "tls.key", "not a key");
    awaitMessage(
        "Key tls.key of Secret shop/key has a private key that cannot be read. Correct it.");
    secret("key", "tls.key", key.privateKeyPkcs8Pem());
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  /** Whichever of the documents is right about the audience, and with an elliptic key. */
  @ParameterizedTest
  @EnumSource(
      names = {"OWN_ISSUER", "SERVICE_AUDIENCE", "DOMAIN_AUDIENCE", "PLAIN_BASIC", "NO_VERSIONS"})
  void assertionIsAcceptedUnderEachMode(DomainMode mode) throws IOException {
    cluster.close();
    cluster = OperatorFixture.start(DomainOptions.defaults().withModes(Set.of(mode)));
    var key = new HeldCertificate.Builder().ecdsa256().build();
    trust("operator-key", key);
    secret("key", "tls.key", key.privateKeyPkcs8Pem());
    cluster.apply(
        domain(
            "DOMAIN_URL",
            "privateKeyJwt: {clientId: domain_admin, keyId: operator-key, secretRef: {name: key}}"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  /** The host for client certificates is another one; the server knows the certificate itself. */
  @Test
  void certificateIsPresentedAtTheSecureHost() throws IOException {
    cluster.close();
    cluster = OperatorFixture.start(DomainOptions.defaults().withMutualTls());
    bundle(cluster.domain().authority());
    var held = new HeldCertificate.Builder().rsa2048().duration(15, TimeUnit.DAYS).build();
    register("operator-cert", held);
    cluster
        .domain()
        .edit(
            "Apps",
            cluster.domain().app("domain_admin").path("id").asText(),
            "allowedGrants",
            new JsonMapper().createArrayNode().add("tls_client_auth"));
    tlsSecret(held);
    cluster.apply(
        domain("DOMAIN_URL", "tlsClientAuth: {clientId: domain_admin, secretRef: {name: tls}}")
            + "  caBundle: {configMapRef: {name: ca}, only: true}\n");
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    assertThat(events("CertificateEndsSoon")).isEmpty();

    var now = System.currentTimeMillis();
    var ending =
        new HeldCertificate.Builder()
            .rsa2048()
            .validityInterval(now - TimeUnit.DAYS.toMillis(60), now + TimeUnit.DAYS.toMillis(13))
            .build();
    register("ending", ending);
    tlsSecret(ending);
    await().until(() -> events("CertificateEndsSoon").findAny().isPresent());
    assertThat(events("CertificateEndsSoon"))
        .allMatch(event -> event.getNote().contains(" ends at 20"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);

    tlsSecret(new HeldCertificate.Builder().rsa2048().build());
    cluster.awaitReason(IdentityDomain.class, "main", Reason.CredentialsRejected);
  }

  private Stream<Event> events(String reason) {
    return cluster.client().events().v1().events().inNamespace("shop").list().getItems().stream()
        .filter(event -> event.getReason().equals(reason));
  }

  /** Adds a certificate to the operator's client. */
  private void register(String alias, HeldCertificate held) {
    var json = new JsonMapper();
    var der = held.certificate();
    try {
      cluster
          .domain()
          .make(
              "OAuthClientCertificates",
              json.createObjectNode()
                  .put("certificateAlias", alias)
                  .put(
                      "x509Base64Certificate",
                      Base64.getEncoder().encodeToString(der.getEncoded())));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
    var app = cluster.domain().app("domain_admin");
    var certificates = json.createArrayNode();
    app.path("certificates").forEach(certificates::add);
    certificates.addObject().put("certAlias", alias);
    cluster.domain().edit("Apps", app.path("id").asText(), "certificates", certificates);
  }

  private void trust(String alias, HeldCertificate held) {
    cluster.domain().trust(alias, held.keyPair().getPublic());
  }

  private void tlsSecret(HeldCertificate held) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("tls")
            .withNamespace("shop")
            .addToLabels("identitydomains.dev/credentials", "")
            .endMetadata()
            .addToStringData("tls.crt", held.certificatePem())
            .addToStringData("tls.key", held.privateKeyPkcs1Pem());
    cluster.client().resource(secret.build()).serverSideApply();
  }

  @Test
  void certificateAuthorityOfBundleIsTrusted() throws IOException {
    serveTls(false);
    secret("admin", "client-id", "a");
    cluster
        .client()
        .secrets()
        .inNamespace("shop")
        .withName("admin")
        .edit(s -> new SecretBuilder(s).addToStringData("client-secret", "b").build());
    cluster.apply(domain(server.url("/").toString(), "clientSecret: {secretRef: {name: admin}}"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainUnavailable);
    assertThat(cluster.message(IdentityDomain.class, "main")).contains("is not trusted");

    bundle("no certificate");
    cluster.apply(
        domain(server.url("/").toString(), "clientSecret: {secretRef: {name: admin}}")
            + "  caBundle: {configMapRef: {name: ca}}\n");
    awaitMessage("CA bundle");
    bundle(AUTHORITY.certificatePem());
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  @Test
  void clientCertificateIsPresented() throws IOException {
    serveTls(true);
    bundle(AUTHORITY.certificatePem());
    var held = new HeldCertificate.Builder().signedBy(AUTHORITY).rsa2048().build();
    tlsSecret(held);
    cluster.apply(
        domain(server.url("/").toString(), "tlsClientAuth: {clientId: a, secretRef: {name: tls}}")
            + "  caBundle: {configMapRef: {name: ca}, only: true}\n");
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  /** Answers as a domain does, over TLS. */
  private void serveTls(boolean clientAuth) throws IOException {
    var own =
        new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .addSubjectAlternativeName("localhost")
            .build();
    var tls =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(AUTHORITY.certificate())
            .heldCertificate(own)
            .build();
    server.useHttps(tls.sslSocketFactory());
    if (clientAuth) {
      server.requireClientAuth();
    }
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder()
                .body(
                    """
                    {"access_token": "t", "expires_in": 60, "totalResults": 0,
                     "issuer": "ORIGIN", "token_endpoint": "ORIGIN/oauth2/v1/token"}
                    """
                        .replace("ORIGIN", server.url("").toString().replaceFirst("/$", "")))
                .build();
          }
        });
    server.start();
  }

  private void awaitMessage(String text) {
    cluster.await(
        IdentityDomain.class,
        "main",
        domain ->
            OperatorFixture.ready(domain)
                .filter(ready -> ready.message().contains(text))
                .isPresent());
  }

  private static String domain(String url, String credentials) {
    return """
    apiVersion: identitydomains.dev/v1alpha1
    kind: IdentityDomain
    metadata: {name: main, namespace: shop}
    spec:
      url: %s
      credentials: {%s}
    """
        .formatted(url, credentials);
  }

  private void bundle(String pem) {
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("ca")
            .withNamespace("shop")
            .endMetadata()
            .addToData("ca.crt", pem);
    cluster.client().resource(map.build()).serverSideApply();
  }

  private void secret(String name, String key, String value) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("shop")
            .addToLabels("identitydomains.dev/credentials", "")
            .endMetadata()
            .addToStringData(key, value);
    cluster.client().resource(secret.build()).serverSideApply();
  }
}
