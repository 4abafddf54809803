package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.status.Reason;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles for groups, users and dynamic resource groups, and foreign roles of an App. */
class RoleGrantsTest {

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
      spec: {applicationRef: {name: api}}
      """;

  private static final String GRANT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: staff, namespace: shop}
      spec:
        role: {role: reader, application: {name: api}}
        grantee: {group: Order Staff}
      """;

  private static final String OWN_ROLE =
      GRANT.replace(
          "role: {role: reader, application: {name: api}}",
          "role: {role: User Administrator}\n  domainRef: {name: main}");

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply(OperatorFixture.DOMAIN + "  driftCheckInterval: 1s\n");
    make("Groups", "Other");
    make("DynamicResourceGroups", "Jobs");
  }

  private String make(String type, String displayName) {
    return cluster
        .domain()
        .make(type, JsonNodeFactory.instance.objectNode().put("displayName", displayName));
  }

  @ParameterizedTest
  @CsvSource({
    "group: Order Staff, Group, Groups, displayName, Order Staff",
    "user: ada@example.com, User, Users, userName, ada@example.com",
    "dynamicResourceGroup: Jobs, DynamicResourceGroup, DynamicResourceGroups, displayName, Jobs"
  })
  void roleIsGrantedToNamedGranteeAndRevoked(
      String grantee, String type, String path, String attribute, String name) {
    cluster.apply(API);
    cluster.apply(GRANT.replace("group: Order Staff", grantee));
    var grant = awaitGranted("staff");
    var id = cluster.domain().find(path, attribute, name).path("id").asText();
    assertThat(cluster.grantsTo(id))
        .singleElement()
        .satisfies(made -> {
          assertThat(made.at("/grantee/type").asText()).isEqualTo(type);
          assertThat(made.path("id").asText()).isEqualTo(grant.getStatus().grantId());
          assertThat(made.at("/entitlement/attributeValue").asText())
              .isEqualTo(
                  cluster.domain().find("AppRoles", "displayName", "reader").path("id").asText());
        });
    cluster.deleteAndAwait(AppRoleGrant.class, "staff");
    assertThat(cluster.grantsTo(id)).isEmpty();
    assertThat(cluster.eventReasons()).contains("Created", "Deleted");
  }

  @Test
  void deletionRevokesOnlyItsGrantOfDomainsOwnRole() {
    var other = OWN_ROLE.replace("Order Staff", "Other").replace("name: staff", "name: other");
    cluster.apply(OWN_ROLE);
    cluster.apply(other);
    awaitGranted("staff");
    awaitGranted("other");
    cluster.deleteAndAwait(AppRoleGrant.class, "staff");
    assertThat(cluster.grantsTo(groupId("Order Staff"))).isEmpty();
    assertThat(cluster.grantsTo(groupId("Other"))).hasSize(1);
  }

  @Test
  void missingOrAmbiguousGranteeIsAwaited() {
    cluster.apply(API);
    cluster.apply(GRANT.replace("Order Staff", "Nobody"));
    await().until(() -> cluster.message(AppRoleGrant.class, "staff").contains("'Nobody'"));
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.DependencyNotReady);
    make("Groups", "Order Staff");
    cluster.apply(GRANT);
    await().until(() -> cluster.message(AppRoleGrant.class, "staff").contains("'Order Staff'"));
    assertThat(cluster.writes()).noneMatch(line -> line.equals("POST /admin/v1/Grants"));
  }

  /** The operator replaces no key: with it, all records of the domain would be lost. */
  @Test
  void spoiltSigningKeyIsReportedWithRemedy() {
    cluster.apply(API);
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
    var domain = Objects.requireNonNull(cluster.domainResource());
    var key = "identitydomain-records-" + domain.getMetadata().getUid();
    cluster.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: shop}
        stringData: {key: x}
        """
            .formatted(key));
    cluster.apply(GRANT);
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.DomainNotReady);
    assertThat(cluster.message(AppRoleGrant.class, "staff"))
        .contains("Secret shop/" + key)
        .endsWith("Delete the Secret.");
  }

  @Test
  void missingRoleIsAwaited() {
    cluster.apply(GRANT);
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.DependencyNotReady);
    cluster.apply(API);
    awaitGranted("staff");
  }

  /** Replacing a role drops its grants: nobody but its owner may decide that. */
  @Test
  void changeOfFixedAttributeIsRefusedWithRemedy() {
    cluster.apply(API);
    cluster.apply(GRANT);
    awaitGranted("staff");
    cluster.apply(API.replace("{name: api}}", "{name: api}, availableTo: [Users]}"));
    cluster.awaitReason(AppRole.class, "reader", Reason.InvalidSpec);
    assertThat(cluster.message(AppRole.class, "reader"))
        .contains("availableToUsers", "Delete this resource and create it anew", "grants");
    assertThat(cluster.grantsTo(groupId("Order Staff"))).hasSize(1);
  }

  @Test
  void changeOfGranteeReplacesGrant() {
    cluster.apply(API);
    cluster.apply(GRANT);
    awaitGranted("staff");
    cluster.apply(GRANT.replace("Order Staff", "Other"));
    await().until(() -> cluster.grantsTo(groupId("Other")).size() == 1);
    await().until(() -> cluster.grantsTo(groupId("Order Staff")).isEmpty());
    awaitGranted("staff");
  }

  @Test
  void grantRevokedByHandIsRecreated() {
    cluster.apply(API);
    cluster.apply(GRANT);
    awaitGranted("staff");
    var made = cluster.grantsTo(groupId("Order Staff")).getFirst();
    cluster.domain().delete("Grants", made.path("id").asText());
    await().until(() -> cluster.grantsTo(groupId("Order Staff")).size() == 1);
    await().until(() -> cluster.eventReasons().contains("DriftCorrected"));
  }

  @Test
  void recreatedRoleIsGranted() {
    cluster.apply(API);
    cluster.apply(GRANT);
    awaitGranted("staff");
    var role = cluster.domain().find("AppRoles", "displayName", "reader").path("id").asText();
    cluster.domain().delete("AppRoles", role);
    await()
        .until(() ->
            cluster.grantsTo(groupId("Order Staff")).stream()
                .anyMatch(g -> !g.at("/entitlement/attributeValue").asText().equals(role)));
  }

  @Test
  void secondResourceForSameGrantConflicts() {
    cluster.apply(API);
    cluster.apply(GRANT);
    awaitGranted("staff");
    cluster.apply(GRANT.replace("name: staff", "name: twin"));
    cluster.awaitReason(AppRoleGrant.class, "twin", Reason.Conflict);
    cluster.deleteAndAwait(AppRoleGrant.class, "twin");
    assertThat(cluster.grantsTo(groupId("Order Staff"))).hasSize(1);
  }

  @Test
  void domainDeletionWaitsForItsGrants() {
    cluster.apply(OWN_ROLE);
    awaitGranted("staff");
    cluster.client().resource(cluster.domainResource()).delete();
    await().until(() -> cluster.domainMessage().contains("AppRoleGrant shop/staff"));
    cluster.deleteAndAwait(AppRoleGrant.class, "staff");
    await().until(() -> cluster.domainResource() == null);
    assertThat(cluster.grantsTo(groupId("Order Staff"))).isEmpty();
  }

  @Test
  void foreignRoleIsReportedAndRevokedByExactPolicyOnly() {
    var orders = OperatorFixture.ORDERS + "  appRoles: [{role: User Administrator}]\n";
    cluster.apply(orders);
    cluster.awaitReady("orders");
    grantByHand("Help Desk Administrator");
    await()
        .until(() ->
            cluster.message(ClientApplication.class, "orders").contains("Help Desk Administrator"));
    assertThat(cluster.events("DriftDetected")).hasSize(1);
    assertThat(cluster.grantsTo(ordersId())).hasSize(2);

    cluster.apply(orders + "  appRolePolicy: Exact\n");
    await().until(() -> cluster.grantsTo(ordersId()).size() == 1);
    cluster.awaitReady("orders");
    assertThat(cluster.message(ClientApplication.class, "orders"))
        .doesNotContain("Help Desk Administrator");
  }

  @Test
  void removedRoleIsRevokedAndForeignRoleStays() {
    cluster.apply(
        OperatorFixture.ORDERS
            + "  appRoles: [{role: User Administrator}, {role: User Manager}]\n");
    cluster.awaitReady("orders");
    grantByHand("Help Desk Administrator");
    cluster.apply(OperatorFixture.ORDERS + "  appRoles: [{role: User Manager}]\n");
    await()
        .untilAsserted(() ->
            assertThat(cluster.grantsTo(ordersId()).stream().map(this::roleName))
                .containsExactlyInAnyOrder("User Manager", "Help Desk Administrator"));
    assertThat(cluster.awaitReady("orders").getStatus().appRoles()).hasSize(1);
  }

  private void grantByHand(String role) {
    var grant = JsonNodeFactory.instance.objectNode();
    grant.putObject("grantee").put("type", "App").put("value", ordersId());
    grant.putObject("app").put("value", "IDCSAppId");
    grant
        .putObject("entitlement")
        .put("attributeName", "appRoles")
        .put(
            "attributeValue",
            cluster.domain().find("AppRoles", "displayName", role).path("id").asText());
    cluster.domain().make("Grants", grant.put("grantMechanism", "ADMINISTRATOR_TO_APP"));
  }

  private String roleName(JsonNode grant) {
    var id = grant.at("/entitlement/attributeValue").asText();
    return cluster.domain().find("AppRoles", "id", id).path("displayName").asText();
  }

  private AppRoleGrant awaitGranted(String name) {
    return cluster.awaitReason(AppRoleGrant.class, name, Reason.Synced);
  }

  private String ordersId() {
    return cluster.domain().app("orders").path("id").asText();
  }

  private String groupId(String name) {
    return cluster.domain().find("Groups", "displayName", name).path("id").asText();
  }
}
