package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.Fault;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hosts that the operator calls, and the endpoints that it takes over from a domain. */
class DomainHostsTest {

  private static final String DISCOVERY = "GET /.well-known/openid-configuration";

  @AutoClose private OperatorFixture cluster;

  private OperatorFixture start(String... hosts) throws IOException {
    cluster =
        OperatorFixture.start(
            IdentityDomainEmulator.start(DomainOptions.defaults()),
            EmbeddedKubernetes.start(),
            Set.of(hosts));
    return cluster;
  }

  /** S17, S30: nothing is sent, whoever creates the IdentityDomain. */
  @ParameterizedTest
  @ValueSource(strings = {"oci", "*", "127.0.0.0/8"})
  void hostBesideTheSettingGetsNoCall(String setting) throws IOException {
    start(setting).apply(OperatorFixture.DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.NotPermitted);
    assertThat(cluster.domainMessage()).contains("--domain-hosts");
    cluster.apply(OperatorFixture.ORDERS);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DomainNotReady);
    assertThat(cluster.domain().calls()).isEmpty();
  }

  @Test
  void urlWithoutHostIsInvalidSpec() throws IOException {
    start("loopback").apply(OperatorFixture.DOMAIN.replace("DOMAIN_URL", "https://d:99999"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.InvalidSpec);
    assertThat(cluster.domainMessage()).contains("spec.url is not a URL");
  }

  /** S17: the status of a closed port equals that of a port which answers something else. */
  @Test
  void statusTellsNoCauseOfFailedCalls() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var open = message("http://127.0.0.1:" + silent.getLocalPort(), silent);
      cluster.close();
      var closed = message("http://127.0.0.1:1", null);
      assertThat(open.replaceAll("127.0.0.1:[0-9]+", "HOST"))
          .isEqualTo(closed.replaceAll("127.0.0.1:[0-9]+", "HOST"))
          .contains("cannot be reached");
    }
  }

  private String message(String url, @Nullable ServerSocket silent) throws IOException {
    start("loopback").apply(OperatorFixture.DOMAIN.replace("DOMAIN_URL", url));
    if (silent != null) {
      try (var connection = silent.accept()) {
        connection
            .getOutputStream()
            .write("SSH-2.0-server\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      }
      silent.close();
    }
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainUnavailable);
    return cluster.domainMessage();
  }

  /** S21: applications send their secrets to the token endpoint of their Secret. */
  @Test
  void foreignTokenEndpointChangesNoSecret() throws IOException {
    start("loopback").apply(OperatorFixture.DOMAIN + "---\n" + OperatorFixture.ORDERS);
    cluster.awaitReady("orders");
    var before = cluster.secret("orders-oauth-client").orElseThrow();
    var url = cluster.domain().url();
    discover(url.toString(), "http://evil.example/steal?x=");
    cluster.restartOperator();
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainUnavailable);
    assertThat(cluster.domainMessage()).contains("token_endpoint", "evil.example", "spec.url");
    cluster.apply(OperatorFixture.ORDERS + "  description: changed\n");
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DomainNotReady);
    assertThat(cluster.secret("orders-oauth-client")).contains(before);
    assertThat(cluster.domainResource().getStatus().tokenEndpoint())
        .isEqualTo(url + "/oauth2/v1/token");
  }

  /** S21: the issuer of real domains is that of their realm; a change of it is told. */
  @Test
  void changedEndpointsAreAnEvent() throws IOException {
    start("loopback").apply(OperatorFixture.DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    assertThat(cluster.events("EndpointsChanged")).isEmpty();
    var url = cluster.domain().url();
    discover(url.toString(), url + "/oauth2/v1/token");
    cluster.restartOperator();
    cluster.await(
        IdentityDomain.class, "main", domain -> domain.getStatus().issuer().equals(url.toString()));
    assertThat(cluster.events("EndpointsChanged"))
        .singleElement()
        .asString()
        .contains("issuer " + url + ", before https://identity.oraclecloud.com/")
        .doesNotContain("token endpoint");
  }

  private void discover(String issuer, String tokenEndpoint) {
    var body = "{\"issuer\": \"%s\", \"token_endpoint\": \"%s\"}".formatted(issuer, tokenEndpoint);
    cluster.domain().faults().arm(DISCOVERY, new Fault.Garbage(body), Integer.MAX_VALUE);
  }
}
