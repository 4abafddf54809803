package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.status.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What applications want of each other: roles and scopes, also across namespaces and in circles.
 */
class ReferencesBetweenApplicationsTest {

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: platform}
      spec:
        domainRef: {name: main, namespace: shop}
        clientId: api
        resourceServer: {audience: "https://api.example.com/", scopes: [{value: read}, {value: write}]}
      """;

  private static final String OPEN_API = API + "  consumers: {from: All}\n";

  private static final String READER =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: platform}
      spec: {applicationRef: {name: api}, availableTo: [Clients, Groups, Users]}
      """;

  private static final String CONSUMER =
      OperatorFixture.ORDERS
          + "  appRoles: [{role: reader, application: {name: api, namespace: platform}}]\n";

  private static final String SCOPED =
      OperatorFixture.ORDERS.replace(
          "[client_credentials]",
          "[client_credentials], allowedScopes: [\"https://api.example.com/read\", \"https://api.example.com/write\"]");

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply(
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: platform, labels: {team: a}}\n");
    cluster.apply(
        OperatorFixture.DOMAIN + "  allowedNamespaces: {from: All}\n  driftCheckInterval: 1s\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{from: Same}", "{from: Selector, selector: {matchLabels: {team: b}}}"})
  void deniedNamespaceCannotDetectRole(String consumers) {
    cluster.apply(CONSUMER);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.NamespaceNotAllowed);
    var told = cluster.message(ClientApplication.class, "orders");
    cluster.apply(API + "  consumers: " + consumers + "\n");
    cluster.apply(READER);
    cluster.awaitIn("platform", AppRole.class, "reader", Reason.Synced);
    cluster.apply(CONSUMER + "  description: Looked at again\n");
    await().until(() -> app("orders", "description").equals("Looked at again"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.NamespaceNotAllowed);
    assertThat(cluster.message(ClientApplication.class, "orders")).isEqualTo(told);
    assertThat(grants("orders")).isZero();
  }

  /** A scope is an audience and a value without a sign between them: the field's first trap. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com//read",
        "https://api.example.com/READ",
        "api.example.com"
      })
  void missingScopeNamesOneThatLooksLikeIt(String wanted) {
    cluster.apply(OPEN_API);
    cluster.awaitIn("platform", ClientApplication.class, "api", Reason.Synced);
    cluster.apply(
        OperatorFixture.ORDERS.replace(
            "[client_credentials]", "[client_credentials], allowedScopes: [\"" + wanted + "\"]"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DependencyNotReady);
    var told = cluster.message(ClientApplication.class, "orders");
    if (wanted.startsWith("https://")) {
      assertThat(told).contains("Did you mean https://api.example.com/read? ");
    } else {
      assertThat(told).doesNotContain("Did you mean");
    }
  }

  /** Guessing tells nobody the scopes of an application that does not admit the namespace. */
  @Test
  void scopeOfAnApplicationWithoutConsentIsNotNamed() {
    cluster.apply(API);
    cluster.awaitIn("platform", ClientApplication.class, "api", Reason.Synced);
    cluster.apply(
        OperatorFixture.ORDERS.replace(
            "[client_credentials]",
            "[client_credentials], allowedScopes: [\"https://api.example.com//read\"]"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DependencyNotReady);
    assertThat(cluster.message(ClientApplication.class, "orders")).doesNotContain("Did you mean");
  }

  @Test
  void changeOfRoleConsumersGrantsAndRevokesRole() {
    cluster.apply(API);
    cluster.apply(READER);
    cluster.apply(CONSUMER);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.NamespaceNotAllowed);
    cluster.apply(API + "  consumers: {from: All}\n");
    var orders = cluster.awaitReady("orders");
    assertThat(orders.getStatus().appRoles())
        .singleElement()
        .satisfies(role -> assertThat(role.application()).isEqualTo("platform/api"));
    assertThat(grants("orders")).isEqualTo(1);
    cluster.apply(API + "  consumers: {from: Same}\n");
    cluster.awaitReason(ClientApplication.class, "orders", Reason.NamespaceNotAllowed);
    assertThat(grants("orders")).isZero();
  }

  @Test
  void grantToGroupRequiresRoleConsumers() {
    cluster.apply(API);
    cluster.apply(READER);
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: AppRoleGrant
        metadata: {name: staff, namespace: shop}
        spec:
          role: {role: reader, application: {name: api, namespace: platform}}
          grantee: {group: Order Staff}
        """);
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.NamespaceNotAllowed);
    cluster.apply(API + "  consumers: {from: All}\n");
    cluster.awaitReason(AppRoleGrant.class, "staff", Reason.Synced);
  }

  @Test
  void cyclicScopesAndRolesConverge() {
    for (var name : List.of("left", "right")) {
      var other = name.equals("left") ? "right" : "left";
      cluster.apply(
          """
          apiVersion: identitydomains.dev/v1alpha1
          kind: ClientApplication
          metadata: {name: NAME, namespace: shop}
          spec:
            domainRef: {name: main}
            clientId: NAME
            client: {grantTypes: [client_credentials], allowedScopes: ["https://OTHER.example.com/use"]}
            resourceServer: {audience: "https://NAME.example.com/", scopes: [{value: use}]}
            appRoles: [{role: user, application: {name: OTHER}}]
          ---
          apiVersion: identitydomains.dev/v1alpha1
          kind: AppRole
          metadata: {name: NAME-user, namespace: shop}
          spec: {applicationRef: {name: NAME}, displayName: user, availableTo: [Clients, Groups, Users]}
          """
              .replace("NAME", name)
              .replace("OTHER", other));
    }
    cluster.awaitReady("left");
    cluster.awaitReady("right");
    assertThat(grants("left")).isEqualTo(1);
    assertThat(grants("right")).isEqualTo(1);
    assertThat(cluster.allowedScopes("left")).containsExactly("https://right.example.com/use");
    assertThat(cluster.allowedScopes("right")).containsExactly("https://left.example.com/use");
  }

  @Test
  void resourceServerIsCreatedBeforeItsClients() {
    cluster.apply(SCOPED);
    cluster.apply(OPEN_API);
    cluster.awaitReady("orders");
    assertThat(cluster.allowedScopes("orders")).hasSize(2);
    assertThat(cluster.domain().calls())
        .filteredOn(call -> !call.line().contains("SigningCert")) // without a token
        .allMatch(call -> call.status() < 300);
    assertThat(cluster.writes()).containsExactly("POST /admin/v1/Apps", "POST /admin/v1/Apps");
  }

  @Test
  void droppedScopeIsRemovedFromClientsAndReported() {
    cluster.apply(OPEN_API);
    cluster.apply(SCOPED);
    cluster.awaitReady("orders");
    cluster.apply(OPEN_API.replace(", {value: write}", ""));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DependencyNotReady);
    assertThat(cluster.message(ClientApplication.class, "orders"))
        .contains("https://api.example.com/write", "allowedScopes");
    assertThat(cluster.allowedScopes("orders")).containsExactly("https://api.example.com/read");
    assertThat(cluster.domain().app("api").path("scopes")).hasSize(1);

    cluster.apply(OPEN_API);
    cluster.awaitReady("orders");
    assertThat(cluster.allowedScopes("orders")).hasSize(2);
  }

  @Test
  void deletionOfResourceServerRemovesScopesFromClients() {
    cluster.apply(OPEN_API);
    cluster.apply(SCOPED);
    cluster.awaitReady("orders");
    cluster.deleteIn("platform", ClientApplication.class, "api");
    await().until(() -> cluster.domain().app("api").isMissingNode());
    assertThat(cluster.allowedScopes("orders")).isEmpty();
  }

  /** Nothing is written for the sake of another one that is only observed: it stands in the way. */
  @Test
  void observedClientKeepsScopeAndBlocksResourceServer() {
    cluster.apply(OPEN_API);
    cluster.apply(SCOPED);
    cluster.awaitReady("orders");
    cluster.apply(SCOPED + "  managementPolicy: Observe\n");
    cluster.awaitReady("orders");
    cluster.apply(OPEN_API.replace(", {value: write}", ""));
    cluster.awaitIn("platform", ClientApplication.class, "api", Reason.InvalidSpec);
    assertThat(cluster.allowedScopes("orders")).hasSize(2);
  }

  private String app(String clientId, String attribute) {
    return cluster.domain().app(clientId).path(attribute).asText();
  }

  private long grants(String clientId) {
    var id = app(clientId, "id");
    return cluster
        .domain()
        .resources("Grants")
        .filter(grant -> grant.at("/grantee/value").asText().equals(id))
        .count();
  }
}
