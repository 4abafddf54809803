package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.Fault;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A grant that the domain made, while its reply and every look at it failed, outlives no reason.
 */
class UnconfirmedGrantsTest {

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: rival}
      spec:
        domainRef: {name: main, namespace: shop}
        resourceServer: {audience: "https://rival.example.com/"}
        consumers: {from: CONSUMERS}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: rival}
      spec: {applicationRef: {name: api}, availableTo: [Clients, Groups, Users]}
      """;

  private static final String CLIENT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: client, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: client
        client: {grantTypes: [client_credentials]}
      """;

  private static final String ROLES =
      "  appRoles: [{role: reader, application: {name: api, namespace: rival}}]\n";

  private static final String GRANT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: grant, namespace: shop}
      spec:
        role: {role: reader, application: {name: api, namespace: rival}}
        grantee: {group: Order Staff}
      """;

  private static final String ASSIGNMENT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppAssignment
      metadata: {name: grant, namespace: shop}
      spec:
        applicationRef: {name: api, namespace: rival}
        grantee: {group: Order Staff}
      """;

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: rival}\n");
    cluster.apply(OperatorFixture.DOMAIN + "  allowedNamespaces: {from: All}\n");
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    cluster.apply(API.replace("CONSUMERS", "All"));
    cluster.awaitIn("rival", AppRole.class, "reader", Reason.Synced);
  }

  static Stream<Arguments> grants() {
    return Stream.of(
        Arguments.of(GRANT, AppRoleGrant.class), Arguments.of(ASSIGNMENT, AppAssignment.class));
  }

  @ParameterizedTest
  @MethodSource("grants")
  void withdrawnConsentRevokesGrantOfResource(
      String grant, Class<? extends CustomResource<?, ?>> kind) {
    apply(grant, kind, "grant");
    withdrawConsent();
    recover();
    cluster.awaitReason(kind, "grant", Reason.NamespaceNotAllowed);
    awaitRevoked(group());
  }

  @ParameterizedTest
  @MethodSource("grants")
  void deletionRevokesGrantOfResource(String grant, Class<? extends CustomResource<?, ?>> kind) {
    apply(grant, kind, "grant");
    cluster.client().resource(grant).inNamespace("shop").delete();
    recover();
    await().until(() -> find(kind, "grant") == null);
    awaitRevoked(group());
  }

  @Test
  void withdrawnConsentRevokesRoleOfApplication() {
    apply(CLIENT + ROLES, ClientApplication.class, "client");
    withdrawConsent();
    recover();
    cluster.awaitReason(ClientApplication.class, "client", Reason.NamespaceNotAllowed);
    awaitRevoked(client());
  }

  /** Also after the end of the process that sent the creation. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void roleThatLeavesTheSpecIsRevoked(boolean restarted) {
    apply(CLIENT + ROLES, ClientApplication.class, "client");
    if (restarted) {
      cluster.restartOperator();
    }
    cluster.apply(CLIENT + "  appRoles: []\n");
    recover();
    cluster.awaitReason(ClientApplication.class, "client", Reason.Synced);
    awaitRevoked(client());
    assertThat(find(ClientApplication.class, "client").getStatus().appRoles()).isEmpty();
  }

  private void apply(String yaml, Class<? extends CustomResource<?, ?>> kind, String name) {
    var grants = cluster.domain().resources("Grants").count();
    var faults = cluster.domain().faults();
    faults.arm("POST /admin/v1/Grants$", new Fault.StatusAfterChange(500), 1);
    faults.arm("GET /admin/v1/(Grants|Apps)", new Fault.Status(503), 1000);
    cluster.apply(yaml);
    cluster.awaitReason(kind, name, Reason.DomainUnavailable);
    assertThat(cluster.domain().resources("Grants").count()).isEqualTo(grants + 1);
  }

  private <R extends CustomResource<?, ?>> R find(Class<R> kind, String name) {
    return cluster.client().resources(kind).inNamespace("shop").withName(name).get();
  }

  private void withdrawConsent() {
    cluster.apply(API.replace("CONSUMERS", "Same"));
    cluster.awaitIn("rival", ClientApplication.class, "api", Reason.Synced);
  }

  private void recover() {
    cluster.domain().faults().clear();
  }

  private void awaitRevoked(String grantee) {
    await().until(() -> cluster.grantsTo(grantee).isEmpty());
  }

  private String group() {
    return cluster.domain().find("Groups", "displayName", "Order Staff").path("id").asText();
  }

  private String client() {
    return cluster.domain().app("client").path("id").asText();
  }
}
