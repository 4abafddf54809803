package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.Fault;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the domain made without an answer is found again, and belongs to its resource. */
class UnansweredCreationsTest {

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: api
        resourceServer: {audience: "https://api.example.com/"}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: shop}
      spec: {applicationRef: {name: api}, availableTo: [Clients, Groups, Users], description: DESCRIPTION}
      """;
  private static final String READER = "  appRoles: [{role: reader, application: {name: api}}]\n";
  private static final String GRANT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: grant, namespace: shop}
      spec:
        role: {role: reader, application: {name: api}}
        grantee: {group: Order Staff}
      """;

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
  }

  private void domain(String more) {
    cluster.apply(OperatorFixture.DOMAIN + more);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  private void api(String description) {
    cluster.apply(API.replace("DESCRIPTION", description));
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
  }

  private String client() {
    return cluster.domain().app("orders").path("id").asText();
  }

  private <R extends CustomResource<?, ?>> R find(Class<R> kind, String name) {
    return cluster.client().resources(kind).inNamespace("shop").withName(name).get();
  }

  /** A 400 of its deletion is no sign that it was never made. */
  @Test
  void unnotedAppIsNotLeftBehindAfter400OfItsDeletion() {
    domain("");
    var faults = cluster.domain().faults();
    faults.arm("POST /admin/v1/Apps$", new Fault.StatusAfterChange(500), 1);
    faults.arm("GET /admin/v1/Apps", new Fault.Status(503), 1000);
    cluster.apply(OperatorFixture.ORDERS);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DomainUnavailable);
    assertThat(client()).isNotEmpty();
    faults.clear();
    faults.arm("DELETE /admin/v1/Apps/", new Fault.Status(400), 2);
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(client()).as("App without resource").isEmpty();
  }

  /** What a second plan creates, after 404, is announced as well. */
  @Test
  void roleOfSecondPlanIsOwn() {
    domain("");
    api("one");
    var role = cluster.domain().find("AppRoles", "displayName", "reader").path("id").asText();
    cluster.domain().delete("AppRoles", role);
    cluster.domain().faults().arm("POST /admin/v1/AppRoles$", new Fault.StatusAfterChange(500), 1);
    api("two");
  }

  /** A role that only the second plan grants is announced, too. */
  @Test
  void grantOfSecondPlanIsRevokedWhenRoleLeaves() {
    domain("");
    api("one");
    cluster.apply(OperatorFixture.ORDERS + READER);
    cluster.awaitReady("orders");
    await().until(() -> cluster.grantsTo(client()).size() == 1);
    cluster.domain().delete("Grants", cluster.grantsTo(client()).getFirst().path("id").asText());
    cluster.domain().edit("Apps", client(), "logoutUri", new TextNode("https://a/b"));
    var made = new AtomicBoolean();
    cluster
        .domain()
        .faults()
        .drawFrom(line -> {
          if (line.equals("POST /admin/v1/Grants") && made.compareAndSet(false, true)) {
            return Optional.of(new Fault.StatusAfterChange(500));
          }
          return made.get() && line.matches("GET /admin/v1/(Grants|Apps).*")
              ? Optional.of(new Fault.Status(503))
              : Optional.empty();
        });
    cluster.apply(OperatorFixture.ORDERS + "  description: two\n" + READER);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DomainUnavailable);
    assertThat(made).isTrue();
    assertThat(cluster.grantsTo(client())).hasSize(1);
    cluster.apply(OperatorFixture.ORDERS + "  description: two\n  appRoles: []\n");
    cluster.domain().faults().clear();
    cluster.awaitReady("orders");
    assertThat(cluster.grantsTo(client())).isEmpty();
  }

  /** The announcement of a role keeps the record of the grant of its namesake. */
  @Test
  void formerGrantOfReplacedRoleIsRevokedAfterOneFailure() {
    domain("");
    cluster.apply(
        API.replace("DESCRIPTION", "one")
            .replace("  clientId: api\n", "  clientId: api\n  deletionPolicy: Retain\n"));
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
    cluster.apply(OperatorFixture.ORDERS + READER);
    cluster.awaitReady("orders");
    await().until(() -> cluster.grantsTo(client()).size() == 1);
    var former = cluster.grantsTo(client()).getFirst().path("id").asText();
    cluster.deleteAndAwait(ClientApplication.class, "api");
    cluster.deleteAndAwait(AppRole.class, "reader");
    var api = cluster.domain().app("api").path("id").asText();
    // as after the end of the namespace: the retained App is nobody's
    cluster.domain().edit("Apps", api, "tags", JsonNodeFactory.instance.arrayNode());
    cluster.domain().edit("Apps", api, "name", new TextNode("former"));
    cluster.domain().edit("Apps", api, "displayName", new TextNode("former"));
    cluster.domain().edit("Apps", api, "audience", new TextNode("https://former.example.com/"));
    cluster.restartOperator();
    cluster.domain().faults().arm("DELETE /admin/v1/Grants", new Fault.Status(503), 1);
    cluster.apply(API.replace("DESCRIPTION", "one"));
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
    await()
        .until(() ->
            cluster.grantsTo(client()).stream()
                .anyMatch(g -> !g.path("id").asText().equals(former)));
    await()
        .until(() ->
            cluster.grantsTo(client()).stream()
                .noneMatch(grant -> grant.path("id").asText().equals(former)));
    cluster.awaitReady("orders");
  }

  /** A withdrawn admission hides no App that was made, but never noted. */
  @Test
  void unnotedAppIsDeletedAfterWithdrawnAdmission() {
    domain("  allowedNamespaces: {from: All}\n");
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: rival}\n");
    var faults = cluster.domain().faults();
    faults.arm("POST /admin/v1/Apps$", new Fault.StatusAfterChange(500), 1);
    faults.arm("GET /admin/v1/Apps", new Fault.Status(503), 1000);
    var foreign =
        OperatorFixture.ORDERS
            .replace("namespace: shop", "namespace: rival")
            .replace("{name: main}", "{name: main, namespace: shop}");
    cluster.apply(foreign);
    cluster.awaitIn("rival", ClientApplication.class, "orders", Reason.DomainUnavailable);
    assertThat(client()).isNotEmpty();
    cluster.apply(OperatorFixture.DOMAIN + "  allowedNamespaces: {from: Same}\n");
    cluster.awaitIn("rival", ClientApplication.class, "orders", Reason.NamespaceNotAllowed);
    faults.clear();
    cluster.deleteIn("rival", ClientApplication.class, "orders");
    assertThat(client()).as("App without resource").isEmpty();
  }

  /** A confirmed grant that a stale list lacks is revoked on deletion. */
  @Test
  void grantThatStaleListLacksIsRevokedOnDeletion() {
    domain("  driftCheckInterval: 10s\n");
    api("one");
    cluster.apply(GRANT);
    cluster.awaitReason(AppRoleGrant.class, "grant", Reason.Synced);
    var group = cluster.domain().find("Groups", "displayName", "Order Staff").path("id").asText();
    assertThat(cluster.grantsTo(group)).hasSize(1);
    pause(true);
    cluster
        .domain()
        .faults()
        .arm("GET /admin/v1/Grants$", new Fault.StaleList(Duration.ofMinutes(10)), 1);
    await().until(() -> cluster.domain().faults().hits() == 1);
    cluster.awaitFullRead();
    cluster.client().resources(AppRoleGrant.class).inNamespace("shop").withName("grant").delete();
    pause(false);
    await().until(() -> find(AppRoleGrant.class, "grant") == null);
    assertThat(cluster.grantsTo(group)).isEmpty();
  }

  private void pause(boolean paused) {
    OperatorFixture.annotate(
        cluster.client().resources(AppRoleGrant.class).inNamespace("shop").withName("grant"),
        WellKnownNames.PAUSED_ANNOTATION,
        String.valueOf(paused));
  }

  /**
   * A write after a restart carries the uid, too. A new process has not been refused the restart.
   */
  @Test
  void foreignSecretStaysWhereOnlyTheRestartIsNoted() {
    domain("");
    var restarting =
        OperatorFixture.ORDERS + "  credentialsSecret: {restart: [Deployment/orders]}\n";
    cluster.apply(restarting);
    cluster.awaitReady("orders");
    cluster.annotate("orders", "identitydomains.dev/rotate-secret", "now");
    await().until(() -> !cluster.events("DependencyNotReady").isEmpty());
    cluster.awaitReady("orders");
    cluster.annotate("orders", WellKnownNames.PAUSED_ANNOTATION, "true");
    cluster.restartOperator();
    cluster
        .domain()
        .faults()
        .arm("PATCH /admin/v1/Apps/", new Fault.Delay(Duration.ofSeconds(4)), 1);
    cluster.apply(restarting + "  description: two\n");
    cluster.annotate("orders", WellKnownNames.PAUSED_ANNOTATION, "false");
    await().until(() -> cluster.domain().faults().hits() == 1);
    cluster.deleteAndAwait(Secret.class, "orders-oauth-client");
    var foreign =
        new SecretBuilder()
            .withNewMetadata()
            .withName("orders-oauth-client")
            .withNamespace("shop")
            .endMetadata()
            .addToStringData("mine", "yes")
            .build();
    var created = cluster.client().resource(foreign).create();
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders, namespace: shop}
        spec:
          selector: {matchLabels: {app: orders}}
          template:
            metadata: {labels: {app: orders}}
            spec: {containers: [{name: a, image: a}]}
        """);
    await().until(() -> cluster.domain().app("orders").path("description").asText().equals("two"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.SecretConflict);
    assertThat(cluster.secret("orders-oauth-client").orElseThrow().getData())
        .isEqualTo(created.getData());
  }
}
