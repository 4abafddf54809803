package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    cluster.domain().trust("operator-key", (RSAPublicKey) key.keyPair().getPublic());
    cluster.apply(
        domain(
            "DOMAIN_URL",
            "privateKeyJwt: {clientId: domain_admin, keyId: operator-key, secretRef: {name: key}}"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainNotReady);
    secret("key", "tls.key", "not a key");
    awaitMessage("not an RSA private key");
    secret("key", "tls.key", key.privateKeyPkcs8Pem());
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
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
    secret("tls", "tls.crt", held.certificatePem());
    cluster
        .client()
        .secrets()
        .inNamespace("shop")
        .withName("tls")
        .edit(s ->
            new SecretBuilder(s).addToStringData("tls.key", held.privateKeyPkcs8Pem()).build());
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
