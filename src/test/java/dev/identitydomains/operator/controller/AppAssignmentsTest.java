package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.status.Reason;
import java.io.IOException;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use an application: Apps as a whole for groups and users. */
class AppAssignmentsTest {

  private static final String PORTAL =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: portal, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: portal
        client:
          grantTypes: [authorization_code]
          redirectUris: [https://portal.example.com/back]
          requireAssignment: true
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: shop}
      spec: {applicationRef: {name: portal}, availableTo: [Clients, Groups, Users]}
      """;

  private static final String ASSIGNMENT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppAssignment
      metadata: {name: staff, namespace: shop}
      spec:
        applicationRef: {name: portal}
        grantee: {group: Staff}
      """;

  private static final String EXTERNAL =
      ASSIGNMENT.replace(
          "applicationRef: {name: portal}",
          "domainRef: {name: main}\n  externalApplication: {displayName: Legacy}");

  private static final String ROLE_GRANT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: readers, namespace: shop}
      spec:
        role: {role: reader, application: {name: portal}}
        grantee: {group: Staff}
      """;

  private final OkHttpClient browser = new OkHttpClient.Builder().followRedirects(false).build();

  @AutoClose private OperatorFixture cluster;
  private String ada;
  private String staff;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply(OperatorFixture.DOMAIN + "  driftCheckInterval: 1s\n");
    ada = cluster.domain().find("Users", "userName", "ada@example.com").path("id").asText();
    staff = cluster.domain().make("Groups", named("displayName", "Staff"));
    var members = JsonNodeFactory.instance.arrayNode();
    members.addObject().put("value", ada).put("type", "User");
    cluster.domain().edit("Groups", staff, "members", members);
  }

  private static ObjectNode named(String attribute, String name) {
    return JsonNodeFactory.instance.objectNode().put(attribute, name);
  }

  private String makeApp(String clientId, String displayName) {
    var app = named("name", clientId).put("displayName", displayName).put("active", true);
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    return cluster.domain().make("Apps", app);
  }

  /** The parameter with which the browser of Ada comes back: a code, or an error. */
  private String signIn() throws IOException {
    var url =
        HttpUrl.get(cluster.domain().url().resolve("/oauth2/v1/authorize").toString())
            .newBuilder()
            .addQueryParameter("client_id", "portal")
            .addQueryParameter("redirect_uri", "https://portal.example.com/back")
            .addQueryParameter("response_type", "code")
            .addQueryParameter("scope", "openid")
            .addQueryParameter("login_hint", "ada@example.com")
            .build();
    try (var response = browser.newCall(new Request.Builder().url(url).build()).execute()) {
      return HttpUrl.get(String.valueOf(response.header("Location"))).queryParameterName(0);
    }
  }

  private AppAssignment awaitAssigned(String name) {
    return cluster.awaitReason(AppAssignment.class, name, Reason.Synced);
  }

  @ParameterizedTest
  @CsvSource({"group: Staff, Group", "user: ada@example.com, User"})
  void whoIsAssignedMaySignIn(String grantee, String type) throws IOException {
    cluster.apply(PORTAL);
    cluster.awaitReady("portal");
    assertThat(signIn()).isEqualTo("error");
    cluster.apply(ASSIGNMENT.replace("group: Staff", grantee));
    var status = awaitAssigned("staff").getStatus();
    var id = type.equals("Group") ? staff : ada;
    assertThat(cluster.grantsTo(id))
        .singleElement()
        .satisfies(made -> {
          assertThat(made.at("/grantee/type").asText()).isEqualTo(type);
          assertThat(made.path("id").asText()).isEqualTo(status.grantId());
          assertThat(made.at("/app/value")).isEqualTo(cluster.domain().app("portal").path("id"));
          assertThat(made.has("entitlement")).isFalse();
        });
    assertThat(cluster.message(AppAssignment.class, "staff"))
        .isEqualTo("The application is assigned.");
    assertThat(signIn()).isEqualTo("code");
    cluster.deleteAndAwait(AppAssignment.class, "staff");
    assertThat(cluster.grantsTo(ada)).isEmpty();
    assertThat(signIn()).isEqualTo("error");
    assertThat(cluster.eventReasons()).contains("Created", "Deleted");
  }

  /** The Grants of a role and of its App are two, whoever reads them, and in whatever order. */
  @ParameterizedTest
  @ValueSource(strings = {"group: Staff", "user: ada@example.com"})
  void grantOfRoleIsAnother(String grantee) {
    cluster.apply(PORTAL);
    cluster.apply(ROLE_GRANT.replace("group: Staff", grantee));
    cluster.awaitReason(AppRoleGrant.class, "readers", Reason.Synced);
    cluster.apply(ASSIGNMENT.replace("group: Staff", grantee));
    var own = awaitAssigned("staff").getStatus().grantId();
    var id = grantee.startsWith("group") ? staff : ada;
    assertThat(cluster.grantsTo(id)).hasSize(2);
    cluster.restartOperator();
    cluster.awaitFullRead();
    assertThat(awaitAssigned("staff").getStatus().grantId()).isEqualTo(own);
    cluster.deleteAndAwait(AppRoleGrant.class, "readers");
    assertThat(cluster.grantsTo(id))
        .singleElement()
        .satisfies(rest -> assertThat(rest.path("id").asText()).isEqualTo(own));
    cluster.apply(ROLE_GRANT.replace("group: Staff", grantee));
    cluster.awaitReason(AppRoleGrant.class, "readers", Reason.Synced);
    cluster.deleteAndAwait(AppAssignment.class, "staff");
    assertThat(cluster.grantsTo(id))
        .singleElement()
        .satisfies(rest -> assertThat(rest.has("entitlement")).isTrue());
  }

  /** W8: the service makes grants of a group's grant; the direct one alone is a resource's. */
  @Test
  void directGrantOfMemberIsAnother() {
    cluster.apply(PORTAL);
    cluster.apply(ASSIGNMENT);
    awaitAssigned("staff");
    assertThat(cluster.grantsTo(ada)).hasSize(1);
    cluster.apply(
        ASSIGNMENT
            .replace("name: staff", "name: ada")
            .replace("group: Staff", "user: ada@example.com"));
    var own = awaitAssigned("ada").getStatus().grantId();
    assertThat(cluster.grantsTo(ada)).hasSize(2);
    cluster.domain().delete("Grants", own);
    cluster.restartOperator();
    await().until(() -> cluster.grantsTo(ada).size() == 2);
    cluster.deleteAndAwait(AppAssignment.class, "ada");
    assertThat(cluster.grantsTo(ada))
        .singleElement()
        .satisfies(
            rest -> assertThat(rest.path("grantMechanism").asText()).isEqualTo("GROUP_MEMBERSHIP"));
  }

  @Test
  void assignmentWaitsForItsApplicationAndFollowsIt() {
    cluster.apply(ASSIGNMENT);
    cluster.awaitReason(AppAssignment.class, "staff", Reason.DependencyNotReady);
    assertThat(cluster.message(AppAssignment.class, "staff"))
        .isEqualTo("ClientApplication shop/portal does not exist. Create it.");
    cluster.apply(PORTAL);
    awaitAssigned("staff");
    cluster.domain().remove(cluster.domain().app("portal").path("id").asText());
    await().until(() -> !cluster.domain().app("portal").isMissingNode());
    await().until(() -> cluster.grantsTo(staff).size() == 1);
    awaitAssigned("staff");
  }

  @Test
  void assignmentRevokedByHandIsMadeAgain() {
    cluster.apply(PORTAL);
    cluster.apply(ASSIGNMENT);
    cluster.domain().delete("Grants", awaitAssigned("staff").getStatus().grantId());
    await().until(() -> cluster.grantsTo(staff).size() == 1);
    await().until(() -> cluster.eventReasons().contains("DriftCorrected"));
    var writes = cluster.writes();
    cluster.awaitFullRead();
    assertThat(cluster.writes()).isEqualTo(writes);
  }

  /** A27, W7: the domain fulfils grants later, and one follows the other at once. */
  @ParameterizedTest
  @ValueSource(strings = {"group: Staff", "user: ada@example.com"})
  void assignmentDeletedAndMadeAnewEndsAssigned(String grantee) {
    cluster.apply(PORTAL);
    cluster.awaitReady("portal");
    var assignment = ASSIGNMENT.replace("group: Staff", grantee);
    cluster.apply(assignment);
    for (var i = 0; i < 3; i++) {
      awaitAssigned("staff");
      cluster.deleteAndAwait(AppAssignment.class, "staff");
      cluster.apply(assignment);
    }
    var own = awaitAssigned("staff").getStatus().grantId();
    cluster.awaitFullRead();
    assertThat(cluster.grantsTo(grantee.startsWith("group") ? staff : ada))
        .singleElement()
        .satisfies(made -> assertThat(made.path("id").asText()).isEqualTo(own));
    assertThat(cluster.eventReasons()).containsOnly("Created", "Deleted");
  }

  /** Another application in the spec is another grant: the former one goes. */
  @Test
  void changeOfApplicationReplacesAssignment() {
    makeApp("legacy", "Legacy");
    var next = makeApp("next", "Next");
    cluster.apply(EXTERNAL);
    awaitAssigned("staff");
    cluster.apply(EXTERNAL.replace("Legacy", "Next"));
    await()
        .untilAsserted(() ->
            assertThat(cluster.grantsTo(staff))
                .singleElement()
                .satisfies(made -> assertThat(made.at("/app/value").asText()).isEqualTo(next)));
    awaitAssigned("staff");
  }

  @Test
  void changeOfGranteeReplacesAssignment() {
    var other = cluster.domain().make("Groups", named("displayName", "Other"));
    cluster.apply(PORTAL);
    cluster.apply(ASSIGNMENT);
    awaitAssigned("staff");
    cluster.apply(ASSIGNMENT.replace("Staff", "Other"));
    await().until(() -> cluster.grantsTo(other).size() == 1);
    await().until(() -> cluster.grantsTo(staff).isEmpty());
  }

  @Test
  void assignmentByHandIsAdoptedOnRequestAndStays() {
    cluster.apply(PORTAL);
    cluster.awaitReady("portal");
    assignByHand(cluster.domain().app("portal").path("id").asText());
    cluster.awaitFullRead();
    cluster.apply(ASSIGNMENT);
    cluster.awaitReason(AppAssignment.class, "staff", Reason.Conflict);
    assertThat(cluster.message(AppAssignment.class, "staff"))
        .startsWith("The grantee has it already by Grant ")
        .contains("Set spec.adoptionPolicy to ByName");
    cluster.apply(ASSIGNMENT + "  adoptionPolicy: ByName\n");
    awaitAssigned("staff");
    assertThat(cluster.eventReasons()).contains("Adopted");
    cluster.deleteAndAwait(AppAssignment.class, "staff");
    assertThat(cluster.grantsTo(staff)).hasSize(1);
  }

  private void assignByHand(String appId) {
    var grant = JsonNodeFactory.instance.objectNode();
    grant.putObject("grantee").put("type", "Group").put("value", staff);
    grant.putObject("app").put("value", appId);
    cluster.domain().make("Grants", grant.put("grantMechanism", "ADMINISTRATOR_TO_GROUP"));
  }

  @Test
  void secondResourceForSameAssignmentConflicts() {
    cluster.apply(PORTAL);
    cluster.apply(ASSIGNMENT);
    awaitAssigned("staff");
    cluster.apply(ASSIGNMENT.replace("name: staff", "name: twin"));
    cluster.awaitReason(AppAssignment.class, "twin", Reason.Conflict);
    assertThat(cluster.message(AppAssignment.class, "twin"))
        .isEqualTo(
            "AppAssignment shop/staff already manages the same grant. Delete one of the two resources.");
    cluster.deleteAndAwait(AppAssignment.class, "staff");
    awaitAssigned("twin");
    assertThat(cluster.grantsTo(staff)).hasSize(1);
  }

  @Test
  void domainDeletionWaitsForItsAssignments() {
    makeApp("legacy", "Legacy");
    cluster.apply(EXTERNAL);
    awaitAssigned("staff");
    cluster.client().resource(cluster.domainResource()).delete();
    await().until(() -> cluster.domainMessage().contains("AppAssignment shop/staff"));
    cluster.deleteAndAwait(AppAssignment.class, "staff");
    await().until(() -> cluster.domainResource() == null);
    assertThat(cluster.grantsTo(staff)).isEmpty();
  }

  @Test
  void externalAppIsAwaitedFoundAndFollowed() {
    cluster.apply(EXTERNAL);
    cluster.awaitReason(AppAssignment.class, "staff", Reason.DependencyNotReady);
    assertThat(cluster.message(AppAssignment.class, "staff"))
        .isEqualTo(
            "Waiting for an App with the display name 'Legacy'. Create it, or correct spec.externalApplication.");
    var legacy = makeApp("legacy", "Legacy");
    awaitAssigned("staff");
    assertThat(cluster.grantsTo(staff))
        .singleElement()
        .satisfies(made -> assertThat(made.at("/app/value").asText()).isEqualTo(legacy));
    cluster.domain().remove(legacy);
    cluster.awaitReason(AppAssignment.class, "staff", Reason.DependencyNotReady);
    var anew = makeApp("legacy2", "Legacy");
    awaitAssigned("staff");
    assertThat(cluster.grantsTo(staff))
        .singleElement()
        .satisfies(made -> assertThat(made.at("/app/value").asText()).isEqualTo(anew));
    cluster.deleteAndAwait(AppAssignment.class, "staff");
    assertThat(cluster.grantsTo(staff)).isEmpty();
  }

  /** Whoever names an App otherwise than by its ClientApplication does not avoid its consent. */
  @ParameterizedTest
  @CsvSource({
    "clientId: portal, an App with the client id 'portal' that no ClientApplication of the cluster has",
    "displayName: portal, an App with the display name 'portal' that no ClientApplication of the cluster has",
    "clientId: PORTAL, an App with the client id 'PORTAL'",
    "clientId: IDCSAppId, an App with the client id 'IDCSAppId'",
    "clientId: domain_admin, an App with the client id 'domain_admin'",
    "displayName: Twin, one App instead of 2 with the display name 'Twin' (a clientId tells them apart)",
  })
  void externalAppIsOneOfNobody(String name, String missing) {
    makeApp("twin1", "Twin");
    var second = makeApp("twin2", "Twin 2");
    cluster.domain().edit("Apps", second, "displayName", JsonNodeFactory.instance.textNode("Twin"));
    cluster.apply(PORTAL);
    cluster.awaitReady("portal");
    cluster.awaitFullRead();
    cluster.apply(EXTERNAL.replace("displayName: Legacy", name));
    cluster.awaitReason(AppAssignment.class, "staff", Reason.DependencyNotReady);
    assertThat(cluster.message(AppAssignment.class, "staff"))
        .isEqualTo(
            "Waiting for %s. Create it, or correct spec.externalApplication.".formatted(missing));
    assertThat(cluster.grantsTo(staff)).isEmpty();
  }

  /** Section 4: a role is found under the App that the reference names, not by its name alone. */
  @ParameterizedTest
  @ValueSource(strings = {"clientId: oic", "displayName: Integration"})
  void roleOfExternalAppIsGranted(String name) {
    var wrong = makeRole(makeApp("other", "Other"));
    var right = makeRole(makeApp("oic", "Integration"));
    cluster.apply(
        ROLE_GRANT
            .replace(
                "role: reader, application: {name: portal}",
                "role: ServiceInvoker, externalApplication: {%s}".formatted(name))
            .replace("spec:\n", "spec:\n  domainRef: {name: main}\n"));
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: orders, namespace: shop}
        spec:
          domainRef: {name: main}
          clientId: orders
          client: {grantTypes: [client_credentials]}
          appRoles: [{role: ServiceInvoker, externalApplication: {%s}}]
        """
            .formatted(name));
    var granted = cluster.awaitReady("orders").getStatus().appRoles();
    assertThat(granted)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.roleId()).isEqualTo(right).isNotEqualTo(wrong);
          assertThat(String.valueOf(one.externalApplication()))
              .contains(name.substring(name.indexOf(" ") + 1));
        });
    cluster.awaitReason(AppRoleGrant.class, "readers", Reason.Synced);
    assertThat(roles(staff)).containsExactly(right);
    var orders = cluster.domain().app("orders").path("id").asText();
    assertThat(roles(orders)).containsExactly(right);
    cluster.awaitFullRead();
    var writes = cluster.writes();
    cluster.restartOperator();
    cluster.awaitFullRead();
    assertThat(cluster.writes()).isEqualTo(writes);
    cluster.deleteAndAwait(AppRoleGrant.class, "readers");
    assertThat(roles(staff)).isEmpty();
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: orders, namespace: shop}
        spec:
          domainRef: {name: main}
          clientId: orders
          client: {grantTypes: [client_credentials]}
          appRoles: []
        """);
    await().until(() -> roles(orders).isEmpty());
  }

  private String makeRole(String appId) {
    var role =
        named("displayName", "ServiceInvoker")
            .put("availableToClients", true)
            .put("availableToGroups", true);
    role.putObject("app").put("value", appId);
    return cluster.domain().make("AppRoles", role);
  }

  private List<String> roles(String grantee) {
    return cluster.grantsTo(grantee).stream()
        .map(grant -> grant.at("/entitlement/attributeValue"))
        .map(JsonNode::asText)
        .toList();
  }
}
