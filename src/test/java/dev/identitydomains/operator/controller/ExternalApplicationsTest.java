package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tenants of a domain get of Apps that no ClientApplication of the cluster has. */
class ExternalApplicationsTest {

  private static final String AUDIENCE = "https://oic.example.com:443";
  private static final String SCOPE = "urn:opc:resource:consumer::all";

  private static final String ADMITS =
      "  driftCheckInterval: 1s\n  allowedNamespaces: {from: All}\n";

  private static final String CLIENT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: orders, namespace: tenant}
      spec:
        domainRef: {name: main, namespace: shop}
        clientId: orders
        FIELD
        client:
          grantTypes: [client_credentials]
          SCOPES
      """;

  private static final String ROLE =
      CLIENT
          .replace(
              "FIELD", "appRoles: [{role: ServiceInvoker, externalApplication: {clientId: oic}}]")
          .replace("    SCOPES\n", "");

  private static final String BY_NAME =
      CLIENT
          .replace("  FIELD\n", "")
          .replace(
              "SCOPES",
              "externalScopes: [{scope: '%s', externalApplication: {displayName: Integration}}]"
                  .formatted(SCOPE));

  private static final String BY_AUDIENCE =
      CLIENT
          .replace("  FIELD\n", "")
          .replace("SCOPES", "allowedScopes: ['%s%s']".formatted(AUDIENCE, SCOPE));

  private static final String GRANT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: staff, namespace: tenant}
      spec:
        domainRef: {name: main, namespace: shop}
        role: {role: ServiceInvoker, externalApplication: {clientId: oic}}
        grantee: {group: Order Staff}
      """;

  private static final String ASSIGNMENT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppAssignment
      metadata: {name: staff, namespace: tenant}
      spec:
        domainRef: {name: main, namespace: shop}
        externalApplication: {clientId: oic}
        grantee: {group: Order Staff}
      """;

  private static final Map<String, String> ASKED =
      Map.of(
          "ROLE", ROLE,
          "BY_NAME", BY_NAME,
          "BY_AUDIENCE", BY_AUDIENCE,
          "GRANT", GRANT,
          "ASSIGNMENT", ASSIGNMENT);

  @AutoClose private OperatorFixture cluster;
  private String oic;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    for (var namespace : List.of("tenant", "other")) {
      cluster.apply(
          "apiVersion: v1\nkind: Namespace\nmetadata: {name: %1$s, labels: {team: %1$s}}\n"
              .formatted(namespace));
    }
    cluster.apply(OperatorFixture.DOMAIN + ADMITS);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    oic = makeApp("oic", "Integration", AUDIENCE);
    cluster.awaitFullRead();
  }

  private static ObjectNode named(String attribute, String name) {
    return JsonNodeFactory.instance.objectNode().put(attribute, name);
  }

  /** A resource server with a role and a scope, as an Integration instance has. */
  private String makeApp(String clientId, String displayName, String audience) {
    var app = named("name", clientId).put("displayName", displayName).put("active", true);
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    app.put("isOAuthResource", true).put("audience", audience);
    app.putArray("scopes").addObject().put("value", SCOPE);
    var id = cluster.domain().make("Apps", app);
    var role =
        named("displayName", "ServiceInvoker")
            .put("availableToClients", true)
            .put("availableToGroups", true);
    role.putObject("app").put("value", id);
    cluster.domain().make("AppRoles", role);
    return id;
  }

  /** Gives an App another audience. */
  private void move(String appId, String audience) {
    var scopes = JsonNodeFactory.instance.arrayNode();
    scopes.addObject().put("value", SCOPE).put("fqs", audience + SCOPE);
    cluster.domain().edit("Apps", appId, "scopes", scopes);
    cluster.domain().edit("Apps", appId, "audience", JsonNodeFactory.instance.textNode(audience));
  }

  private void policy(String fields) {
    cluster.apply(
        OperatorFixture.DOMAIN
            + ADMITS
            + "  policies:\n  - namespaces: {from: Selector, selector: {matchLabels: {team: tenant}}}\n"
            + fields.indent(4));
    await()
        .until(() ->
            Objects.equals(
                cluster.domainResource().getMetadata().getGeneration(),
                cluster.domainResource().getStatus().observedGeneration()));
  }

  private static Class<? extends HasMetadata> kind(String asked) {
    return switch (asked) {
      case "GRANT" -> AppRoleGrant.class;
      case "ASSIGNMENT" -> AppAssignment.class;
      default -> ClientApplication.class;
    };
  }

  private void awaitAsked(String asked, Reason reason) {
    switch (asked) {
      case "GRANT" -> cluster.awaitIn("tenant", AppRoleGrant.class, "staff", reason);
      case "ASSIGNMENT" -> cluster.awaitIn("tenant", AppAssignment.class, "staff", reason);
      default -> cluster.awaitIn("tenant", ClientApplication.class, "orders", reason);
    }
  }

  /** What somebody has of the App: grants, and scopes. */
  private List<String> had() {
    var grants =
        cluster
            .domain()
            .resources("Grants")
            .filter(grant -> grant.at("/app/value").asText().equals(oic))
            .map(grant ->
                grant.at("/grantee/type").asText() + (grant.has("entitlement") ? " role" : ""));
    return Stream.concat(grants, cluster.allowedScopes("orders").stream()).toList();
  }

  /** The hostile tenant, without a policy; and each policy that permits something else. */
  @ParameterizedTest
  @CsvSource({
    "ROLE, ''",
    "BY_NAME, ''",
    "BY_AUDIENCE, ''",
    "GRANT, ''",
    "ASSIGNMENT, ''",
    "ROLE, '[{clientId: oic, scopes: [\"*\"]}]'",
    "ROLE, '[{clientId: oic, roles: [ServiceAdministrator]}]'",
    "ROLE, '[{displayName: Integration, roles: [\"*\"]}]'",
    "ROLE, '[{clientId: OIC, roles: [\"*\"]}]'",
    "BY_NAME, '[{displayName: Integration, roles: [\"*\"]}]'",
    "BY_NAME, '[{displayName: Integration, scopes: [\"urn:opc:resource:consumer::al\"]}]'",
    "BY_AUDIENCE, '[{clientId: oic2, scopes: [\"*\"]}]'",
    "GRANT, '[{clientId: oic, roles: [\"*\"]}]'",
    "ASSIGNMENT, '[{clientId: oic, roles: [\"*\"], scopes: [\"*\"]}]'",
  })
  void nothingWithoutPermission(String asked, String permitted) {
    if (!permitted.isEmpty()) {
      policy("externalApplications: " + permitted);
    }
    cluster.apply(ASKED.get(asked));
    awaitAsked(asked, Reason.NotPermitted);
    assertThat(had()).isEmpty();
  }

  /** Another namespace has the permission; the end of the permission takes what it gave. */
  @ParameterizedTest
  @CsvSource({
    "ROLE, '[{clientId: oic, roles: [ServiceInvoker]}]', App role",
    "BY_NAME, '[{displayName: Integration, scopes: [\"*\"]}]', "
        + AUDIENCE
        + "urn:opc:resource:consumer::all",
    "BY_AUDIENCE, '[{clientId: oic, scopes: [\"urn:opc:resource:consumer::all\"]}]', "
        + AUDIENCE
        + "urn:opc:resource:consumer::all",
    "GRANT, '[{clientId: oic, roles: [ServiceInvoker]}]', Group role",
    "ASSIGNMENT, '[{clientId: oic}]', Group",
  })
  void permissionGivesAndItsEndTakes(String asked, String permitted, String got) {
    policy("externalApplications: " + permitted + "\ngrantees: [App, Group]");
    cluster.apply(
        ASKED
            .get(asked)
            .replace("orders", "others")
            .replace("namespace: tenant", "namespace: other"));
    cluster.apply(ASKED.get(asked));
    awaitAsked(asked, Reason.Synced);
    assertThat(had()).containsExactly(got);
    cluster.deleteIn(
        "other", kind(asked), kind(asked) == ClientApplication.class ? "others" : "staff");
    assertThat(had()).containsExactly(got);
    policy("externalApplications: [{clientId: else, roles: [\"*\"]}]");
    awaitAsked(asked, Reason.NotPermitted);
    await().untilAsserted(() -> assertThat(had()).isEmpty());
  }

  @Test
  void scopeIsFoundByNameAndWrittenToTheSecret() {
    var here = BY_NAME.replace("namespace: tenant", "namespace: shop");
    cluster.apply(here);
    cluster.awaitReady("orders");
    assertThat(cluster.allowedScopes("orders")).containsExactly(AUDIENCE + SCOPE);
    assertThat(OperatorFixture.value(cluster.secret("orders-oauth-client").orElseThrow(), "scope"))
        .isEqualTo(AUDIENCE + SCOPE);
    var writes = cluster.writes();
    cluster.awaitFullRead();
    cluster.restartOperator();
    cluster.awaitFullRead();
    assertThat(cluster.writes()).isEqualTo(writes);
    // another environment: the App has another audience
    move(oic, "https://test.example/");
    await()
        .untilAsserted(() ->
            assertThat(cluster.allowedScopes("orders"))
                .containsExactly("https://test.example/" + SCOPE));
    cluster.apply(here.replaceAll("externalScopes: .*", "externalScopes: []"));
    await().until(() -> cluster.allowedScopes("orders").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "displayName: Nobody, an App with the display name 'Nobody'",
    "clientId: orders2, an App with the client id 'orders2' that no ClientApplication of the cluster has",
  })
  void missingAppIsAwaited(String name, String missing) {
    cluster.apply(
        BY_NAME
            .replace("orders", "orders2")
            .replace("namespace: tenant", "namespace: shop")
            .replaceAll("externalScopes: .*", "resourceUri: x")
            .replace("    resourceUri: x\n", ""));
    cluster.awaitReady("orders2");
    cluster.apply(
        BY_NAME
            .replace("namespace: tenant", "namespace: shop")
            .replace("displayName: Integration", name));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DependencyNotReady);
    assertThat(cluster.message(ClientApplication.class, "orders"))
        .isEqualTo(
            "Waiting for %s. Create it, or correct spec.client.externalScopes.".formatted(missing));
    assertThat(cluster.domain().app("orders").isMissingNode()).isTrue();
  }

  /** A second App of the name takes nothing from who has the scope. */
  @Test
  void ambiguousNameKeepsWhatIsThere() {
    policy("externalApplications: [{displayName: Integration, scopes: [\"*\"]}]");
    cluster.apply(BY_NAME);
    awaitAsked("BY_NAME", Reason.Synced);
    var twin = makeApp("twin", "Twin", "https://twin.example.com");
    rename(twin, "Integration");
    awaitAsked("BY_NAME", Reason.DependencyNotReady);
    assertThat(message("orders"))
        .isEqualTo(
            "Waiting for one App instead of 2 with the display name 'Integration' (a clientId tells them apart). Create it, or correct spec.client.externalScopes.");
    assertThat(cluster.allowedScopes("orders")).containsExactly(AUDIENCE + SCOPE);
    rename(twin, "Twin");
    awaitAsked("BY_NAME", Reason.Synced);
    assertThat(cluster.allowedScopes("orders")).containsExactly(AUDIENCE + SCOPE);
  }

  private void rename(String appId, String displayName) {
    cluster
        .domain()
        .edit("Apps", appId, "displayName", JsonNodeFactory.instance.textNode(displayName));
  }

  /** The message of the tenant's application. */
  private String message(String application) {
    return OperatorFixture.ready(application(application).get()).orElseThrow().message();
  }

  private Resource<ClientApplication> application(String name) {
    return cluster.client().resources(ClientApplication.class).inNamespace("tenant").withName(name);
  }

  /** The consent of an application is not avoided by another name of its App. */
  @ParameterizedTest
  @ValueSource(strings = {"clientId: api", "displayName: api"})
  void appOfOtherTenantIsNotExternal(String name) {
    policy("externalApplications: [{%s, scopes: [\"*\"], roles: [\"*\"]}]".formatted(name));
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: api, namespace: other}
        spec:
          domainRef: {name: main, namespace: shop}
          clientId: api
          resourceServer: {audience: "https://api.example.com/", scopes: [{value: "urn:opc:resource:consumer::all"}]}
        """);
    cluster.awaitIn("other", ClientApplication.class, "api", Reason.Synced);
    cluster.apply(BY_NAME.replace("displayName: Integration", name));
    awaitAsked("BY_NAME", Reason.DependencyNotReady);
    cluster.apply(BY_AUDIENCE.replace(AUDIENCE, "https://api.example.com/"));
    awaitAsked("BY_AUDIENCE", Reason.NamespaceNotAllowed);
    assertThat(cluster.allowedScopes("orders")).isEmpty();
  }

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: other}
      spec:
        domainRef: {name: main, namespace: shop}
        clientId: api
        resourceServer: {audience: "https://api.example.com/", scopes: [{value: "urn:opc:resource:consumer::all"}]}
        consumers: {from: CONSUMERS}
      """;

  /** The application of the oldest App decides, whoever copies its scope, and permits the copy. */
  @ParameterizedTest
  @ValueSource(strings = {"allowedScopes", "externalScopes"})
  void copyOfScopeOutsideDecidesNothing(String field) {
    policy("externalApplications: [{clientId: copy, scopes: [\"*\"]}]");
    cluster.apply(API.replace("CONSUMERS", "Same"));
    cluster.awaitIn("other", ClientApplication.class, "api", Reason.Synced);
    // this domain refuses such a copy; others may not
    move(makeApp("copy", "Copy", "https://copy.example.com/"), "https://api.example.com/");
    cluster.awaitFullRead();
    cluster.apply(
        field.equals("allowedScopes")
            ? BY_AUDIENCE.replace(AUDIENCE, "https://api.example.com/")
            : BY_NAME.replace("displayName: Integration", "clientId: copy"));
    awaitAsked("BY_NAME", Reason.NamespaceNotAllowed);
    assertThat(cluster.allowedScopes("orders")).isEmpty();
    if (field.equals("allowedScopes")) {
      cluster.deleteIn("other", ClientApplication.class, "api");
      awaitAsked("BY_AUDIENCE", Reason.Synced); // now the copy is the oldest
      assertThat(cluster.allowedScopes("orders")).hasSize(1);
    }
  }

  /** A client with a role and a scope of another application. */
  private static final String USER_OF_API =
      BY_AUDIENCE
          .replace(AUDIENCE, "https://api.example.com/")
          .replace(
              "clientId: orders",
              "clientId: orders\n  appRoles: [{role: reader, application: {name: api, namespace: other}}]");

  static Stream<Arguments> obstacles() {
    return Stream.of(
        Arguments.of(USER_OF_API, Reason.Synced),
        Arguments.of(
            USER_OF_API.replace("[client_credentials]", "[client_credentials, password]"),
            Reason.NotPermitted),
        Arguments.of(USER_OF_API + "  managementPolicy: Observe\n", Reason.Synced),
        Arguments.of(
            USER_OF_API.replace(
                "namespace: tenant}",
                "namespace: tenant, annotations: {identitydomains.dev/paused: \"true\"}}"),
            Reason.Synced),
        Arguments.of(USER_OF_API + "  credentialsSecret: {name: foreign}\n", Reason.SecretConflict),
        Arguments.of(
            USER_OF_API + "  credentialsSecret: {template: {a: '{{nobody}}'}}\n",
            Reason.InvalidSpec),
        Arguments.of(
            USER_OF_API.replace("allowedScopes: [", "allowedScopes: ['https://nobody/x', "),
            Reason.DependencyNotReady));
  }

  /** Whatever else keeps a resource from being Ready keeps none of what it may not have. */
  @ParameterizedTest
  @MethodSource("obstacles")
  void endOfConsentTakesScopeAndRoleInSpiteOfObstacles(String edited, Reason obstacle) {
    cluster.apply("apiVersion: v1\nkind: Secret\nmetadata: {name: foreign, namespace: tenant}\n");
    cluster.apply(
        API.replace("CONSUMERS", "All")
            + """
            ---
            apiVersion: identitydomains.dev/v1alpha1
            kind: AppRole
            metadata: {name: reader, namespace: other}
            spec: {applicationRef: {name: api}, availableTo: [Clients]}
            """);
    cluster.apply(USER_OF_API);
    awaitAsked("BY_AUDIENCE", Reason.Synced);
    cluster.apply(edited);
    awaitAsked("BY_AUDIENCE", obstacle);
    var orders = cluster.domain().app("orders").path("id").asText();
    assertThat(cluster.grantsTo(orders)).hasSize(1);
    assertThat(cluster.allowedScopes("orders")).containsExactly("https://api.example.com/" + SCOPE);
    cluster.apply(API.replace("CONSUMERS", "Same"));
    await().until(() -> cluster.grantsTo(orders).isEmpty());
    await().until(() -> cluster.allowedScopes("orders").isEmpty());
  }

  /** A permission for an App that its ClientApplication has left ends like any other. */
  @Test
  void endOfPermissionTakesScopeOfAppThatWasLeft() {
    cluster.apply(API.replace("CONSUMERS", "Same") + "  deletionPolicy: Retain\n");
    cluster.awaitIn("other", ClientApplication.class, "api", Reason.Synced);
    cluster.deleteIn("other", ClientApplication.class, "api");
    policy("externalApplications: [{clientId: api, scopes: [\"*\"]}]");
    cluster.apply(BY_NAME.replace("displayName: Integration", "clientId: api"));
    awaitAsked("BY_NAME", Reason.Synced);
    assertThat(cluster.allowedScopes("orders")).containsExactly("https://api.example.com/" + SCOPE);
    policy("externalApplications: [{clientId: another, scopes: [\"*\"]}]");
    awaitAsked("BY_NAME", Reason.NotPermitted);
    await().until(() -> cluster.allowedScopes("orders").isEmpty());
  }

  /** The spec alone decides on what a tenant learns: nothing of Apps that it may not name. */
  @ParameterizedTest
  @ValueSource(strings = {"clientId: oic", "clientId: absent", "clientId: domain_admin"})
  void refusalTellsNothingOfTheApp(String name) {
    cluster.apply(BY_NAME.replace("displayName: Integration", name));
    awaitAsked("BY_NAME", Reason.NotPermitted);
    assertThat(message("orders"))
        .startsWith(
            "spec.client.externalScopes: %s of %s is not permitted."
                .formatted(SCOPE, name.replace(":", "")))
        .doesNotContain("https://");
  }

  /** A permission by a name that several Apps have is one for none. */
  @Test
  void ambiguousNamePermitsNoScope() {
    policy("externalApplications: [{displayName: Integration, scopes: [\"*\"]}]");
    var twin = makeApp("twin", "Twin", "https://twin.example.com");
    cluster.awaitFullRead();
    cluster.apply(BY_AUDIENCE.replace(AUDIENCE, "https://twin.example.com"));
    awaitAsked("BY_AUDIENCE", Reason.NotPermitted);
    rename(twin, "Integration");
    cluster.awaitFullRead();
    cluster.restartOperator();
    cluster.awaitFullRead();
    awaitAsked("BY_AUDIENCE", Reason.NotPermitted);
    assertThat(cluster.allowedScopes("orders")).isEmpty();
  }

  /** Somebody else's App begins to define the scope that a client has asked for already. */
  @Test
  void scopeThatComesLaterIsJudgedWhenItComes() {
    cluster.apply(BY_AUDIENCE.replace(AUDIENCE, "https://later.example.com"));
    cluster.awaitIn("tenant", ClientApplication.class, "orders", Reason.DependencyNotReady);
    makeApp("later", "Later", "https://later.example.com");
    awaitAsked("BY_AUDIENCE", Reason.NotPermitted);
    await().untilAsserted(() -> assertThat(had()).isEmpty());
  }

  /** Two resources that name one App otherwise have one Grant; the first keeps it. */
  @ParameterizedTest
  @ValueSource(strings = {"Never", "ByName"})
  void grantOfOneIsNotAdoptedByAnotherName(String adoption) {
    var first = ASSIGNMENT.replace("namespace: tenant", "namespace: shop");
    cluster.apply(first);
    var own = cluster.awaitReason(AppAssignment.class, "staff", Reason.Synced).getStatus();
    cluster.apply(
        first
                .replace("name: staff", "name: twin")
                .replace("clientId: oic", "displayName: Integration")
            + "  adoptionPolicy: %s\n  deletionPolicy: Delete\n".formatted(adoption));
    cluster.awaitReason(AppAssignment.class, "twin", Reason.Conflict);
    assertThat(cluster.message(AppAssignment.class, "twin"))
        .startsWith("AppAssignment shop/staff already manages the same grant.");
    cluster.deleteAndAwait(AppAssignment.class, "staff");
    assertThat(
            cluster.awaitReason(AppAssignment.class, "twin", Reason.Synced).getStatus().grantId())
        .isNotEqualTo(own.grantId());
    cluster.deleteAndAwait(AppAssignment.class, "twin");
    assertThat(had()).isEmpty();
  }
}
