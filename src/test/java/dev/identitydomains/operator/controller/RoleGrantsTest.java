package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
      spec: {applicationRef: {name: api}, availableTo: [Clients, Groups, Users]}
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
    var resource = JsonNodeFactory.instance.objectNode().put("displayName", displayName);
    if (type.equals("DynamicResourceGroups")) {
      resource.put("matchingRule", "any").put("ocid", "ocid1.jobs");
    }
    return cluster.domain().make(type, resource);
  }

  @ParameterizedTest
  @CsvSource({
    "group: Order Staff, Group, Groups, displayName, Order Staff",
    "user: ada@example.com, User, Users, userName, ada@example.com",
    "dynamicResourceGroup: Jobs, DynamicResourceGroup, DynamicResourceGroups, displayName, Jobs",
    "dynamicResourceGroup: ocid1.jobs, DynamicResourceGroup, DynamicResourceGroups, displayName, Jobs"
  })
  void roleIsGrantedToNamedGranteeAndRevoked(
      String grantee, String type, String path, String attribute, String name) {
    grantByHand(operatorId(), "Identity Domain Administrator"); // to read dynamic groups
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

  /** An Application Administrator may not read dynamic resource groups; an id needs no reading. */
  @Test
  void idOfDynamicResourceGroupNeedsNoPermissionToReadIt() {
    cluster.apply(API);
    cluster.apply(GRANT.replace("group: Order Staff", "dynamicResourceGroup: Jobs"));
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.Forbidden);
    assertThat(cluster.message(AppRoleGrant.class, "staff"))
        .contains(
            "GET DynamicResourceGroups answered 403",
            "Identity Domain Administrator",
            "give the id of the group");
    var jobs = cluster.domain().find("DynamicResourceGroups", "displayName", "Jobs");
    var id = jobs.path("id").asText();
    cluster.apply(GRANT.replace("group: Order Staff", "dynamicResourceGroup: " + id));
    awaitGranted("staff");
    assertThat(cluster.grantsTo(id)).hasSize(1);
    var unknown = "0".repeat(32);
    cluster.apply(
        GRANT.replace("group: Order Staff", "dynamicResourceGroup: \"%s\"".formatted(unknown)));
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.InvalidSpec);
  }

  /** W10: a role that nobody made available is said before the call, and may be made anew. */
  @ParameterizedTest
  @ValueSource(strings = {"[Clients]", "[Users]"})
  void roleThatIsNotAvailableIsNamedBeforeTheCall(String availableTo) {
    var api = API.replace("[Clients, Groups, Users]", availableTo);
    cluster.apply(api);
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
    cluster.apply(GRANT);
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.DependencyNotReady);
    assertThat(cluster.message(AppRoleGrant.class, "staff"))
        .isEqualTo(
            "Role 'reader' of ClientApplication shop/api is not available to groups. Delete its AppRole and create it anew with Groups in spec.availableTo, or correct spec.role.");
    assertThat(cluster.writes()).noneMatch(line -> line.equals("POST /admin/v1/Grants"));
    cluster.deleteAndAwait(AppRole.class, "reader");
    cluster.apply(API);
    awaitGranted("staff");
  }

  /** W10, A24: the domain makes a role that says nothing for groups and users, not for clients. */
  @Test
  void roleThatSaysNothingIsNotForClients() {
    cluster.apply(API.replace(", availableTo: [Clients, Groups, Users]", ""));
    cluster.apply(GRANT);
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: robot, namespace: shop}
        spec:
          domainRef: {name: main}
          client: {grantTypes: [client_credentials]}
          appRoles: [{role: reader, application: {name: api}}]
        """);
    awaitGranted("staff");
    cluster.awaitReason(ClientApplication.class, "robot", Reason.DependencyNotReady);
    assertThat(cluster.message(ClientApplication.class, "robot"))
        .isEqualTo(
            "Role 'reader' of ClientApplication shop/api is not available to clients. Delete its AppRole and create it anew with Clients in spec.availableTo, or correct spec.appRoles.");
    assertThat(cluster.domain().calls()).noneMatch(call -> call.status() == 400);
    cluster.deleteAndAwait(AppRoleGrant.class, "staff");
    cluster.deleteAndAwait(AppRole.class, "reader");
    cluster.apply(API);
    cluster.awaitReady("robot");
  }

  @Test
  void domainsRoleForClientsAloneIsNoGroups() {
    cluster.apply(OWN_ROLE.replace("User Administrator", "Me"));
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.InvalidSpec);
    assertThat(cluster.message(AppRoleGrant.class, "staff"))
        .isEqualTo(
            "Role 'Me' of the identity domain itself is not available to groups. Correct spec.role.");
  }

  /** W8: the service makes grants of a group's grant; the direct one alone is a resource's. */
  @Test
  void directGrantOfMemberIsAnother() {
    var group = make("Groups", "Readers");
    var ada = cluster.domain().find("Users", "userName", "ada@example.com").path("id").asText();
    var members = JsonNodeFactory.instance.arrayNode();
    members.addObject().put("value", ada).put("type", "User");
    cluster.domain().edit("Groups", group, "members", members);
    cluster.apply(API);
    cluster.apply(GRANT.replace("Order Staff", "Readers"));
    awaitGranted("staff");
    assertThat(cluster.grantsTo(ada)).hasSize(1);
    cluster.apply(
        GRANT
            .replace("name: staff", "name: ada")
            .replace("group: Order Staff", "user: ada@example.com"));
    var own = awaitGranted("ada").getStatus().grantId();
    assertThat(cluster.grantsTo(ada)).hasSize(2);
    cluster.domain().delete("Grants", own);
    cluster.restartOperator();
    await().until(() -> cluster.grantsTo(ada).size() == 2);
    cluster.deleteAndAwait(AppRoleGrant.class, "ada");
    assertThat(cluster.grantsTo(ada))
        .singleElement()
        .satisfies(
            rest -> assertThat(rest.path("grantMechanism").asText()).isEqualTo("GROUP_MEMBERSHIP"));
    cluster.deleteAndAwait(AppRoleGrant.class, "staff");
    assertThat(cluster.grantsTo(ada)).isEmpty();
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
    var second = make("Groups", "Order Staff 2");
    cluster
        .domain()
        .edit("Groups", second, "displayName", JsonNodeFactory.instance.textNode("Order Staff"));
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
    cluster.apply(API.replace("[Clients, Groups, Users]", "[Users]"));
    cluster.awaitReason(AppRole.class, "reader", Reason.InvalidSpec);
    assertThat(cluster.message(AppRole.class, "reader"))
        .contains("availableToClients", "Delete this resource and create it anew", "grants");
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
    grantByHand(ordersId(), role);
  }

  private String operatorId() {
    return cluster.domain().app(IdentityDomainEmulator.ADMIN_CLIENT_ID).path("id").asText();
  }

  private void grantByHand(String appId, String role) {
    var grant = JsonNodeFactory.instance.objectNode();
    grant.putObject("grantee").put("type", "App").put("value", appId);
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
