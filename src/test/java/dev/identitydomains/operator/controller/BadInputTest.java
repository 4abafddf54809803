package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static dev.identitydomains.operator.controller.OperatorFixture.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.Fault;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of bad input gets a clear error, loses nothing, and heals when it is mended. */
class BadInputTest {

  private static final String ROLE_AND_GRANT =
      """
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: shop}
      spec:
        applicationRef: {name: orders}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: staff, namespace: shop}
      spec:
        role: {role: reader, application: {name: orders}}
        grantee: {group: Order Staff}
      """;

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
  }

  @Test
  void invalidSpecIsRefusedWithoutCallToDomain() {
    cluster.apply(DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    var calls = cluster.domain().calls().size();
    cluster.apply(ORDERS.replace("client_credentials", "magic"));
    var app = cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    assertThat(message()).contains("spec.client.grantTypes[0]", "magic");
    assertThat(app.getStatus().conditions())
        .anySatisfy(condition -> assertThat(condition.type()).isEqualTo("Stalled"));
    assertThat(cluster.domain().calls()).hasSize(calls);
  }

  /** As an older definition may have let it through; who comes after it is still served. */
  @Test
  void unreadableSpecIsRefusedUntilItIsCorrected() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS.replace("client: {", "active: [1]\n  client: {"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    assertThat(message()).contains("spec is missing, or has values of other types");
    cluster.apply(ORDERS);
    cluster.awaitReady("orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://domain.example.com/path",
        "https://domain.example.com?query",
        "https://user:password@domain.example.com",
        "http://domain.example.com"
      })
  void urlOtherThanHttpsOriginIsRefused(String url) {
    cluster.apply(DOMAIN.replace("DOMAIN_URL", url));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.InvalidSpec);
  }

  @Test
  void missingCredentialsAreNamedAndAwaited() {
    var documents = DOMAIN.split("---\n", 2);
    cluster.apply(documents[1]);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainNotReady);
    assertThat(cluster.message(IdentityDomain.class, "main")).contains("Secret shop/domain-admin");
    cluster.apply(documents[0].replace("client-secret:", "other-key:"));
    cluster.await(
        IdentityDomain.class,
        "main",
        domain ->
            OperatorFixture.ready(domain)
                .orElseThrow()
                .message()
                .contains("Key client-secret of Secret"));
    cluster.apply(documents[0]);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  @Test
  void wrongCredentialsAreTriedOnceUntilSecretChanges() {
    cluster.apply(DOMAIN.replace("DOMAIN_SECRET", "wrong"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.CredentialsRejected);
    cluster.apply(ORDERS);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DomainNotReady);
    assertThat(cluster.message(IdentityDomain.class, "main"))
        .contains("domain_admin", "invalid_client")
        .doesNotContain("wrong");
    assertThat(cluster.domain().calls())
        .filteredOn(call -> call.line().contains("/oauth2/"))
        .hasSize(1);
    cluster.apply(DOMAIN);
    cluster.awaitReady("orders");
  }

  @Test
  void unavailableDomainIsReportedAndRetried() {
    cluster.domain().faults().arm("/admin/", new Fault.Status(503), 2);
    cluster.apply(DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainUnavailable);
    assertThat(cluster.message(IdentityDomain.class, "main")).contains("503");
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  @Test
  void replyOtherThanJsonIsReportedWithoutItsText() {
    cluster.domain().faults().arm("/admin/", new Fault.Garbage("<html>proxy</html>"), 1000);
    cluster.apply(DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DomainUnavailable);
    assertThat(cluster.message(IdentityDomain.class, "main"))
        .contains("is not JSON")
        .doesNotContain("proxy");
  }

  @Test
  void refusedSpecIsNotRetriedUntilItChanges() {
    cluster.domain().faults().arm("POST /admin/v1/Apps$", new Fault.Status(400), 2);
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    assertThat(message()).contains("POST Apps answered 400", "opc-request-id");
    var writes = cluster.writes();
    cluster.domain().faults().clear();
    cluster.apply(ORDERS + "  description: other\n");
    cluster.awaitReady("orders");
    assertThat(cluster.writes().subList(writes.size(), cluster.writes().size()))
        .containsExactly("POST /admin/v1/Apps");
  }

  /**
   * Somebody may define the scope later; the App is there without it, whatever the refusal says.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void scopeThatTheDomainRefusesIsLeftOutAndAwaited(boolean bare) {
    if (bare) {
      cluster.domain().faults().arm("POST /admin/v1/Apps$", new Fault.Status(400), 1);
    }
    cluster.apply(DOMAIN + "  driftCheckInterval: 1s\n");
    cluster.apply(
        ORDERS.replace(
            "]}",
            "], allowedScopes: [\"https://nobody/read\", \"https://stock/read\"]}\n  description: Orders"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DependencyNotReady);
    assertThat(message())
        .containsPattern("Scope https://(nobody|stock)/read is not in the domain. .* answered 400");
    await()
        .untilAsserted(() ->
            assertThat(cluster.domain().app("orders").path("description").asText())
                .isEqualTo("Orders"));
    assertThat(cluster.secret("orders-oauth-client")).isPresent();
    assertThat(cluster.allowedScopes("orders")).isEmpty();

    define("stock", "https://stock/");
    await()
        .untilAsserted(() ->
            assertThat(cluster.allowedScopes("orders")).containsExactly("https://stock/read"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DependencyNotReady);
    define("nobody", "https://nobody/");
    cluster.awaitReady("orders");
    assertThat(cluster.allowedScopes("orders"))
        .containsExactlyInAnyOrder("https://nobody/read", "https://stock/read");
  }

  /** A service of Oracle may have scopes that no list shows. */
  @Test
  void refusedScopeTakesNoOther() {
    cluster.apply(DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    define("hidden", "https://hidden/"); // after the full read
    cluster.apply(
        ORDERS.replace(
            "]}", "], allowedScopes: [\"https://hidden/read\", \"https://nobody/read\"]}"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DependencyNotReady);
    assertThat(message()).contains("Scope https://nobody/read is not in the domain");
    assertThat(cluster.allowedScopes("orders")).containsExactly("https://hidden/read");
    assertThat(cluster.writes()).containsExactly("POST /admin/v1/Apps", "POST /admin/v1/Apps");
  }

  /** What the refused changes began with is reported. */
  @Test
  void adoptionBesideRefusedScopeIsReported() {
    var foreign = JsonNodeFactory.instance.objectNode().put("name", "orders");
    foreign.put("displayName", "orders").put("isOAuthClient", true).putObject("basedOnTemplate");
    foreign.withObject("/basedOnTemplate").put("value", "CustomWebAppTemplateId");
    cluster.domain().make("Apps", foreign);
    cluster.apply(DOMAIN);
    cluster.apply(
        ORDERS.replace("]}", "], allowedScopes: [\"https://nobody/read\"]}")
            + "  adoptionPolicy: ByClientId\n");
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DependencyNotReady);
    assertThat(cluster.eventReasons()).contains("Adopted");
    assertThat(cluster.domain().app("orders").path("allowedGrants")).isNotEmpty();
  }

  /** A refusal of something else, after the domain has taken a scope that no list shows. */
  @Test
  void refusedGrantTakesNoScope() {
    cluster.apply(DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    define("hidden", "https://hidden/"); // after the full read
    cluster.domain().faults().arm("POST /admin/v1/Grants", new Fault.Status(400), 2);
    cluster.apply(
        ORDERS.replace("]}", "], allowedScopes: [\"https://hidden/read\"]}")
            + "  appRoles: [{role: Me}]\n");
    cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    assertThat(cluster.allowedScopes("orders")).containsExactly("https://hidden/read");
    assertThat(cluster.writes()).noneMatch(call -> call.startsWith("PATCH"));
  }

  private void define(String name, String audience) {
    var app = JsonNodeFactory.instance.objectNode().put("name", name).put("displayName", name);
    app.put("isOAuthResource", true).put("audience", audience);
    app.putArray("scopes").addObject().put("value", "read");
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    cluster.domain().make("Apps", app);
  }

  /** A scope of an App stays, though no App of the domain shows it, whatever else is refused. */
  @Test
  void refusalOfSomethingElseTakesNoScope() {
    define("stock", "https://stock/");
    cluster.apply(DOMAIN + "  driftCheckInterval: 1s\n");
    var client = ORDERS.replace("]}", "], allowedScopes: [\"https://stock/read\"]}");
    cluster.apply(client);
    cluster.awaitReady("orders");
    var stock = cluster.domain().app("stock").path("id").asText();
    cluster.domain().edit("Apps", stock, "scopes", JsonNodeFactory.instance.arrayNode());
    cluster.awaitFullRead();
    cluster.domain().faults().arm("PATCH /admin/v1/Apps/", new Fault.Status(400), 1);
    cluster.apply(client + "  description: other\n");
    cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    assertThat(cluster.allowedScopes("orders")).containsExactly("https://stock/read");
  }

  @Test
  void clientBecomesReadyWhenItsScopeIsDefined() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS.replace("]}", "], allowedScopes: [\"https://stock/read\"]}"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DependencyNotReady);
    var stock =
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: stock, namespace: shop}
        spec:
          domainRef: {name: main}
          resourceServer: {audience: "https://stock/", scopes: [{value: write}]}
        """;
    cluster.apply(stock);
    cluster.awaitReady("stock");
    cluster.apply(stock.replace("write", "read"));
    cluster.awaitReady("orders");
  }

  @Test
  void foreignAppConflictsAndStaysUnchanged() {
    var foreign = JsonNodeFactory.instance.objectNode().put("name", "other");
    foreign.put("displayName", "orders").putObject("basedOnTemplate");
    foreign.withObject("/basedOnTemplate").put("value", "CustomWebAppTemplateId");
    cluster.domain().make("Apps", foreign);
    var before = cluster.domain().app("other");
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.Conflict);
    assertThat(message()).contains(before.path("id").asText(), "displayName orders");
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(cluster.domain().app("other")).isEqualTo(before);
    assertThat(cluster.writes()).isEmpty();
  }

  @Test
  void foreignSecretConflictsAndStaysUnchanged() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: orders-oauth-client, namespace: shop}
        stringData: {client-secret: mine}
        """);
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.SecretConflict);
    var secret = cluster.secret("orders-oauth-client").orElseThrow();
    assertThat(OperatorFixture.value(secret, "client-secret")).isEqualTo("mine");
    assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void missingRoleAndApplicationAreNamedAndAwaited() {
    cluster.apply(DOMAIN);
    cluster.apply(
        ORDERS + "  appRoles: [{role: Nobody}, {role: reader, application: {name: api}}]\n");
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DependencyNotReady);
    assertThat(message()).contains("role 'Nobody'", "ClientApplication shop/api");
    cluster.apply(ORDERS + "  appRoles: [{role: reader, application: {name: api}}]\n");
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: AppRole
        metadata: {name: reader, namespace: shop}
        spec: {applicationRef: {name: api}, availableTo: [Clients, Groups, Users]}
        ---
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: api, namespace: shop}
        spec: {domainRef: {name: main}, resourceServer: {audience: "https://api/"}}
        """);
    cluster.awaitReady("orders");
  }

  @Test
  void operatorRefusesChangeOfImmutableField() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS);
    cluster.awaitReady("orders");
    var writes = cluster.writes();
    cluster.apply(ORDERS.replace("clientId: orders", "clientId: other"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    assertThat(message()).contains("spec.clientId is immutable");
    cluster.apply(ORDERS.replace("domainRef: {name: main}", "domainRef: {name: elsewhere}"));
    cluster.await(
        ClientApplication.class,
        "orders",
        app ->
            OperatorFixture.ready(app)
                .orElseThrow()
                .message()
                .contains("spec.domainRef is immutable"));
    cluster.apply(
        ORDERS
            .replace("client: {", "client: {type: Public, ")
            .replace("client_credentials", "refresh_token"));
    cluster.await(
        ClientApplication.class,
        "orders",
        app -> OperatorFixture.ready(app).orElseThrow().message().contains("from or to Public"));
    assertThat(cluster.writes()).isEqualTo(writes);
    cluster.apply(ORDERS.replace("clientId: orders", "clientId: other"));
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(cluster.domain().app("orders").isMissingNode()).isTrue();
  }

  @Test
  void twoAppRolesForOneRoleConflict() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS);
    var role =
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: AppRole
        metadata: {name: NAME, namespace: shop}
        spec: {applicationRef: {name: orders}, displayName: reader, availableTo: [Clients, Groups, Users]}
        """;
    cluster.apply(role.replace("NAME", "first"));
    cluster.awaitReason(AppRole.class, "first", Reason.Synced);
    cluster.apply(role.replace("NAME", "second"));
    cluster.awaitReason(AppRole.class, "second", Reason.Conflict);
    cluster.deleteAndAwait(AppRole.class, "second");
    assertThat(cluster.domain().find("AppRoles", "displayName", "reader").isObject()).isTrue();
  }

  @Test
  void changeOfSpecCorrectsDriftOfDeclaredAttribute() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS);
    cluster.awaitReady("orders");
    var id = cluster.domain().app("orders").path("id").asText();
    cluster.domain().edit("Apps", id, "displayName", new TextNode("by hand"));
    cluster.domain().edit("Apps", id, "homePageUrl", new TextNode("https://by.hand"));
    cluster.apply(ORDERS + "  description: changed\n");
    cluster.awaitReady("orders");
    assertThat(cluster.domain().app("orders").path("displayName").asText()).isEqualTo("orders");
    assertThat(cluster.domain().app("orders").path("homePageUrl").asText())
        .isEqualTo("https://by.hand");
  }

  @Test
  void appIsCreatedOnceDespiteLostReply() {
    cluster.apply(DOMAIN);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    cluster.domain().faults().arm("POST /admin/v1/Apps", new Fault.DropReply(), 1);
    cluster.apply(ORDERS);
    cluster.awaitReady("orders");
    assertThat(cluster.writes()).containsExactly("POST /admin/v1/Apps");
    var secret = cluster.secret("orders-oauth-client").orElseThrow();
    assertThat(OperatorFixture.value(secret, "client-secret"))
        .isEqualTo(cluster.domain().app("orders").path("clientSecret").asText());
  }

  @Test
  void deletionSucceedsWhenTheAppIsAlreadyGone() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS);
    cluster.awaitReady("orders");
    cluster.domain().remove(cluster.domain().app("orders").path("id").asText());
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(cluster.secret("orders-oauth-client").map(Secret::getKind)).isEmpty();
  }

  @Test
  void domainDeletionWaitsForItsLastApplication() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS);
    cluster.awaitReady("orders");
    cluster.client().resources(IdentityDomain.class).inNamespace("shop").withName("main").delete();
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DeletionBlocked);
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    cluster.deleteAndAwait(IdentityDomain.class, "main");
    assertThat(cluster.domain().app("orders").isMissingNode()).isTrue();
  }

  @Test
  void retainPolicyKeepsAppAfterDeletion() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS + "  deletionPolicy: Retain\n");
    cluster.awaitReady("orders");
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(cluster.domain().app("orders").path("active").asBoolean()).isTrue();
  }

  /** As an older definition may have let its reference change. */
  @Test
  void roleIsDeletedInTheApplicationThatItWasCreatedFor() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS);
    cluster.apply(ORDERS.replace("orders", "billing"));
    cluster.awaitReady("orders");
    cluster.awaitReady("billing");
    cluster.apply(role("first", "orders"));
    cluster.apply(role("second", "billing"));
    var first = cluster.awaitReason(AppRole.class, "first", Reason.Synced).getStatus().roleId();
    cluster.awaitReason(AppRole.class, "second", Reason.Synced);
    cluster.apply(role("first", "billing"));
    cluster.awaitReason(AppRole.class, "first", Reason.InvalidSpec);
    cluster.deleteAndAwait(AppRole.class, "first");
    assertThat(cluster.writes())
        .filteredOn(line -> line.startsWith("DELETE"))
        .containsExactly("DELETE /admin/v1/AppRoles/" + first);
  }

  private static String role(String name, String application) {
    return """
    apiVersion: identitydomains.dev/v1alpha1
    kind: AppRole
    metadata: {name: NAME, namespace: shop}
    spec: {applicationRef: {name: APPLICATION}, displayName: reader, availableTo: [Clients, Groups, Users]}
    """
        .replace("NAME", name)
        .replace("APPLICATION", application);
  }

  @Test
  void grantWithUnreadableSpecCanBeDeletedAndStaysInTheDomain() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS + ROLE_AND_GRANT);
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.Synced);
    cluster.apply(ORDERS + ROLE_AND_GRANT.replace("grantee: {", "grantee: [1]\n  other: {"));
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.InvalidSpec);
    cluster.deleteAndAwait(AppRoleGrant.class, "staff");
    assertThat(cluster.writes()).noneMatch(line -> line.startsWith("DELETE"));
  }

  /** As a definition of another version may have let it through. */
  @Test
  void unknownDeletionPolicyDeletesNothing() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS + ROLE_AND_GRANT);
    cluster.awaitReady("orders");
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.Synced);
    var writes = cluster.writes();
    cluster.apply(
        ORDERS
            + "  deletionPolicy: Orphan\n"
            + ROLE_AND_GRANT.replace("spec:\n", "spec:\n  deletionPolicy: Orphan\n"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    cluster.awaitReason(AppRole.class, "reader", Reason.InvalidSpec);
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.InvalidSpec);
    assertThat(message()).contains("spec.deletionPolicy: Unsupported value", "Retain");
    cluster.deleteAndAwait(AppRoleGrant.class, "staff");
    cluster.deleteAndAwait(AppRole.class, "reader");
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(cluster.writes()).startsWith(writes.toArray(String[]::new)).hasSize(4);
    assertThat(cluster.domain().app("orders").path("tags").toString())
        .contains("identitydomains.dev/retained-from");
  }

  @Test
  void unknownManagementPolicyWritesNothing() {
    cluster.apply(DOMAIN);
    cluster.apply(ORDERS + ROLE_AND_GRANT);
    cluster.awaitReady("orders");
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.Synced);
    var writes = cluster.writes();
    cluster.apply(ORDERS + "  managementPolicy: Import\n  description: changed\n");
    cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    assertThat(message()).contains("spec.managementPolicy: Unsupported value", "Observe");
    cluster.apply(
        ROLE_AND_GRANT.replace("applicationRef:", "description: changed\n  applicationRef:"));
    cluster.awaitReason(AppRole.class, "reader", Reason.DriftDetected);
    cluster.deleteAndAwait(AppRole.class, "reader");
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(cluster.writes()).isEqualTo(writes);
  }

  private String message() {
    return cluster.message(ClientApplication.class, "orders");
  }
}
