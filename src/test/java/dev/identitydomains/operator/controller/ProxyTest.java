package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.runtime.OperatorOptions;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.Fault;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import okhttp3.Credentials;
import org.junit.jupiter.api.Test;

/** A domain that only a proxy reaches: no name server knows its host. */
class ProxyTest {

  private static final String HOST = "idcs-1.identity.oraclecloud.test";
  private static final String PASSWORD = "s3cret-of-the-proxy";

  private static final String DOMAIN =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: domain-admin, namespace: shop, labels: {identitydomains.dev/credentials: ""}}
      stringData: {client-id: domain_admin, client-secret: DOMAIN_SECRET}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: ca, namespace: shop}
      data:
        ca.crt: |
      AUTHORITY
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: IdentityDomain
      metadata: {name: main, namespace: shop}
      spec:
        url: https://HOST
        type: Premium
        caBundle: {configMapRef: {name: ca, key: ca.crt}}
        credentials: {clientSecret: {secretRef: {name: domain-admin}}}
      """;

  @Test
  void domainIsReachedThroughProxyAlone() throws IOException {
    try (var cluster = start("", PASSWORD)) {
      cluster.kube.awaitReason(IdentityDomain.class, "main", Reason.Synced);
      cluster.kube.apply(OperatorFixture.ORDERS);
      cluster.kube.awaitReady("orders");
      assertThat(cluster.proxy.lines())
          .isNotEmpty()
          .allMatch("CONNECT %s:443 HTTP/1.1".formatted(HOST)::equals);
    }
  }

  @Test
  void exceptionGoesAroundTheProxy() throws IOException {
    try (var cluster = start("example.com, .oraclecloud.test:443", PASSWORD)) {
      cluster.kube.awaitReason(IdentityDomain.class, "main", Reason.DomainUnavailable);
      assertThat(cluster.kube.domainMessage()).contains(HOST);
      assertThat(cluster.proxy.lines()).isEmpty();
    }
  }

  /** Within the tunnel it is the domain that asks, and gets nothing of the proxy's. */
  @Test
  void domainGetsNoPasswordOfTheProxy() throws IOException {
    try (var cluster = start("", PASSWORD)) {
      cluster.kube.awaitReason(IdentityDomain.class, "main", Reason.Synced);
      cluster.kube.domain().faults().arm("GET /admin/v1/Apps", new Fault.Status(407), 100);
      cluster.kube.domain().faults().arm("POST /admin/v1/Apps", new Fault.Status(407), 100);
      cluster.kube.apply(OperatorFixture.ORDERS);
      await().until(() -> cluster.kube.writes().contains("POST /admin/v1/Apps"));
      assertThat(cluster.proxy.toDomain()).isNotEmpty().doesNotContain("Proxy-Authorization");
    }
  }

  /** The cause is in the log: a status with it would tell tenants what a network has. */
  @Test
  void refusalOfTheProxyLeavesTheDomainUnavailable() throws IOException {
    try (var cluster = start("", "wrong-" + PASSWORD)) {
      cluster.kube.awaitReason(IdentityDomain.class, "main", Reason.DomainUnavailable);
      assertThat(cluster.kube.domainMessage())
          .contains(HOST)
          .doesNotContain(PASSWORD, String.valueOf(cluster.proxy.port()));
      await().until(() -> !cluster.proxy.lines().isEmpty());
    }
  }

  private record Cluster(OperatorFixture kube, ConnectProxy proxy) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      kube.close();
      proxy.close();
    }
  }

  private static Cluster start(String direct, String password) throws IOException {
    var domain = IdentityDomainEmulator.start(DomainOptions.defaults());
    var discovery =
        "{\"issuer\": \"https://identity.oraclecloud.com/\", \"token_endpoint\": \"https://%s/oauth2/v1/token\", \"jwks_uri\": \"https://%s/admin/v1/SigningCert/jwk\"}"
            .formatted(HOST, HOST);
    domain.faults().arm("GET /.well-known/openid-configuration", new Fault.Garbage(discovery), 100);
    var proxy =
        new ConnectProxy(HOST, domain.url().getPort(), Credentials.basic("operator", PASSWORD));
    var url = "http://operator:%s@127.0.0.1:%d".formatted(password, proxy.port());
    var domains =
        new OperatorOptions.Domains(
            OperatorOptions.DEFAULT_CONCURRENCY,
            Set.of(HOST),
            Duration.ofSeconds(1),
            null,
            new OperatorOptions.Proxies(url, "", direct));
    var kube = OperatorFixture.start(domain, EmbeddedKubernetes.start(), domains);
    kube.apply(DOMAIN.replace("HOST", HOST).replace("AUTHORITY", proxy.authority().indent(4)));
    return new Cluster(kube, proxy);
  }
}
