package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.DomainType;
import dev.identitydomains.sandbox.domain.Fault;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator.Call;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More applications at a time than a Free domain takes one by one. */
class ManyApplicationsTest {

  private static final int MANY = 40;
  private static final int ROTATING = 20;
  private static final String FREE = OperatorFixture.DOMAIN.replace("Premium", "Free");

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start(DomainOptions.defaults().withRates(DomainType.Free));
  }

  @Test
  void writesAreBatchedWithinRateLimits() {
    applyMany();
    cluster.apply(FREE);
    awaitMany();
    assertThat(calls("POST /admin/v1/Bulk")).isPositive();
    assertThat(cluster.domain().calls()).extracting(Call::status).doesNotContain(429);
    for (var i = 0; i < MANY; i++) {
      var secret = cluster.secret("app-%d-oauth-client".formatted(i)).orElseThrow();
      var app = cluster.domain().app("app_" + i);
      assertThat(OperatorFixture.value(secret, "client-secret"))
          .isEqualTo(app.path("clientSecret").asText());
      assertThat(app.path("grantedAppRoles")).hasSize(1);
    }
    assertThat(cluster.awaitReady("app-7").getStatus().ocid()).startsWith("ocid1.");
  }

  /** S9: a namespace that has much to do, and rotates as fast as it may, delays no other. */
  @Test
  void busyNamespaceDelaysNoOther() {
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: tenant}\n");
    cluster.apply(FREE + "  allowedNamespaces: {from: All}\n");
    applyMany(0, ROTATING);
    awaitReady(ROTATING);
    for (var i = 0; i < ROTATING; i++) {
      cluster.annotate("app-" + i, WellKnownNames.ROTATE_ANNOTATION, "1");
    }
    cluster
        .domain()
        .faults()
        .arm("POST /admin/v1/Bulk", new Fault.Delay(Duration.ofSeconds(2)), 99);
    applyMany(ROTATING, ROTATING + 1000);
    await().until(() -> made().size() > 2 * ROTATING); // by now, the others wait
    var before = cluster.domain().calls().size();
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: app, namespace: tenant}
        spec:
          domainRef: {name: main, namespace: shop}
          clientId: app_of_tenant
          client: {grantTypes: [client_credentials]}
        """);
    cluster.awaitIn("tenant", ClientApplication.class, "app", Reason.Synced);
    assertThat(cluster.domain().calls().size() - before)
        .as("calls that went first: what a Free domain takes in two seconds")
        .isLessThanOrEqualTo(32);
    assertThat(made().indexOf("app_of_tenant")).isBetween(0, 300);
  }

  @Test
  void failedOperationOfBulkCallFailsItsResourceOnly() {
    cluster.domain().faults().arm("op POST /Apps", new Fault.Status(400), 1);
    applyMany();
    cluster.apply(FREE);
    awaitReady(MANY - 1);
    var refused = applications().filter(app -> !References.isReady(app)).toList();
    assertThat(refused)
        .singleElement()
        .satisfies(app ->
            assertThat(cluster.message(ClientApplication.class, app.getMetadata().getName()))
                .contains("POST Apps answered 400"));
  }

  @Test
  void lostReplyToBulkCallCausesNoDuplicateApps() {
    cluster.domain().faults().arm("POST /admin/v1/Bulk", new Fault.DropReply(), 1);
    applyMany();
    cluster.apply(FREE);
    awaitMany();
    assertThat(cluster.domain().faults().hits()).isEqualTo(1);
    assertThat(made()).hasSize(MANY).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 501})
  void domainWithoutBulkReceivesSingleWrites(int status) {
    cluster.domain().faults().arm("POST /admin/v1/Bulk", new Fault.Status(status), 1000);
    applyMany(0, 12);
    cluster.apply(FREE);
    awaitReady(12);
    assertThat(calls("POST /admin/v1/Bulk")).isEqualTo(1);
  }

  @Test
  void specForbidsBulkCalls() {
    applyMany(0, 12);
    cluster.apply(FREE + "  bulk: Never\n");
    awaitReady(12);
    assertThat(calls("POST /admin/v1/Bulk")).isZero();
  }

  @Test
  void restartInSyncWritesNothingAndReadsPagesOnly() {
    applyMany();
    cluster.apply(FREE);
    awaitMany();
    var calls = cluster.domain().calls().size();
    var writes = cluster.writes().size();
    var versions = versions();
    var inventory = lastInventory();
    // told in seconds: within the same one a second reading looks like the first
    await().until(() -> Instant.now().isAfter(Instant.parse(inventory).plusSeconds(1)));
    cluster.restartOperator();
    await().until(() -> !lastInventory().equals(inventory));
    cluster.apply(
        OperatorFixture.ORDERS); // when this one is ready, the operator has seen the others
    cluster.awaitReady("orders");
    assertThat(cluster.writes().subList(writes, cluster.writes().size()))
        .containsExactly("POST /admin/v1/Apps");
    assertThat(cluster.domain().calls().stream().skip(calls).map(Call::line))
        .noneMatch(line -> line.matches("GET /admin/v1/(?!SigningCert)\\w+/.+"));
    assertThat(versions()).isEqualTo(versions);
  }

  @Test
  void readyApplicationsStayReadyDuringOutageOfDomain() {
    applyMany(0, 3);
    cluster.apply(FREE + "  driftCheckInterval: 1s\n");
    awaitReady(3);
    var versions = versions();
    cluster.domain().faults().arm("GET /admin/v1/Apps", new Fault.Status(503), 1000);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainUnavailable);
    cluster.restartOperator();
    cluster.apply(OperatorFixture.ORDERS); // waits, when the operator has seen the others
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DomainNotReady);
    assertThat(versions()).isEqualTo(versions);
    cluster.domain().faults().clear();
    cluster.awaitReady("orders");
  }

  private void applyMany() {
    applyMany(0, MANY);
  }

  private void applyMany(int from, int to) {
    cluster.apply(
        IntStream.range(from, to)
            .mapToObj(
                """
                apiVersion: identitydomains.dev/v1alpha1
                kind: ClientApplication
                metadata: {name: app-%1$d, namespace: shop}
                spec:
                  domainRef: {name: main}
                  clientId: app_%1$d
                  client: {grantTypes: [client_credentials]}
                  appRoles: [{role: User Administrator}]
                """
                    ::formatted)
            .collect(Collectors.joining("---\n")));
  }

  private void awaitMany() {
    awaitReady(MANY);
  }

  private void awaitReady(int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> applications().filter(References::isReady).count() == count);
  }

  private Stream<ClientApplication> applications() {
    return cluster
        .client()
        .resources(ClientApplication.class)
        .inNamespace(OperatorFixture.NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(app -> app.getMetadata().getName().startsWith("app-"));
  }

  private List<String> versions() {
    return applications()
        .map(app ->
            "%s %s %s"
                .formatted(
                    app.getMetadata().getName(),
                    app.getMetadata().getResourceVersion(),
                    app.getStatus()))
        .sorted()
        .toList();
  }

  private String lastInventory() {
    var domain =
        cluster
            .client()
            .resources(IdentityDomain.class)
            .inNamespace(OperatorFixture.NAMESPACE)
            .withName("main")
            .get();
    return String.valueOf(domain.getStatus().lastInventoryTime());
  }

  private long calls(String line) {
    return cluster.domain().calls().stream().filter(call -> call.line().equals(line)).count();
  }

  private List<String> made() {
    return cluster
        .domain()
        .resources("Apps")
        .map(app -> app.path("name").asText())
        .filter(name -> name.startsWith("app_"))
        .toList();
  }
}
