package dev.identitydomains.operator.controller;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.status.Reason;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@link Reason#wokenBy}: the event ends the refusal at once. The timers of all these refusals are
 * longer than what is awaited, and the next full read is in an hour.
 */
class WakingTest {

  private static final Duration SOONER_THAN_TIMERS = Duration.ofSeconds(25);

  private static final String DOMAIN = OperatorFixture.DOMAIN + "  driftCheckInterval: 1h\n";

  private static final String CLIENT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: NAME, namespace: NAMESPACE}
      spec:
        domainRef: {name: main, namespace: shop}
        client: {grantTypes: [client_credentials]}
      """;

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: shop}
      spec:
        domainRef: {name: main}
        resourceServer: {audience: "https://api.example.com/", scopes: [{value: read}]}
      """;

  private static final String READER =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: shop}
      spec: {applicationRef: {name: api}, availableTo: [Clients, Groups, Users]}
      """;

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n");
  }

  @Test
  void domainEndsDomainNotReady() {
    cluster.apply(client("shop", "app"));
    cluster.awaitReason(ClientApplication.class, "app", Reason.DomainNotReady);
    cluster.apply(DOMAIN);
    awaitReady("shop", "app");
  }

  @Test
  void secretEndsDomainNotReady() {
    var documents = DOMAIN.split("---\n", 2);
    cluster.apply(documents[1]);
    cluster.apply(client("shop", "app"));
    cluster.awaitReason(ClientApplication.class, "app", Reason.DomainNotReady);
    cluster.apply(documents[0]);
    awaitReady("shop", "app");
  }

  @Test
  void secretEndsCredentialsRejected() {
    cluster.apply(DOMAIN.replace("DOMAIN_SECRET", "wrong"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.CredentialsRejected);
    cluster.apply(client("shop", "app"));
    cluster.awaitReason(ClientApplication.class, "app", Reason.DomainNotReady);
    cluster.apply(DOMAIN.split("---\n", 2)[0]);
    awaitReady("shop", "app");
  }

  @Test
  void domainEndsNotPermitted() {
    cluster.apply(DOMAIN + "  allowedNamespaces: {from: All}\n");
    cluster.apply(client("team", "app") + "  appRoles: [{role: Audit Administrator}]\n");
    cluster.awaitIn("team", ClientApplication.class, "app", Reason.NotPermitted);
    cluster.apply(
        DOMAIN
            + "  allowedNamespaces: {from: All}\n"
            + "  policies: [{namespaces: {from: All}, domainRoles: [Audit Administrator]}]\n");
    awaitReady("team", "app");
  }

  @Test
  void consumersEndNamespaceNotAllowed() {
    cluster.apply(DOMAIN + "  allowedNamespaces: {from: All}\n");
    cluster.apply(API);
    cluster.apply(
        client("team", "app")
            .replace(
                "[client_credentials]}",
                "[client_credentials], allowedScopes: [\"https://api.example.com/read\"]}"));
    cluster.awaitIn("team", ClientApplication.class, "app", Reason.NamespaceNotAllowed);
    cluster.apply(API + "  consumers: {from: All}\n");
    awaitReady("team", "app");
  }

  @Test
  void roleAndApplicationEndDependencyNotReady() {
    cluster.apply(DOMAIN);
    cluster.apply(
        client("shop", "app") + "  appRoles: [{role: reader, application: {name: api}}]\n");
    cluster.awaitReason(ClientApplication.class, "app", Reason.DependencyNotReady);
    cluster.apply(API);
    cluster.awaitReason(ClientApplication.class, "api", Reason.Synced);
    cluster.apply(READER);
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
    awaitReady("shop", "app");
  }

  @Test
  void newNameOfTheOtherEndsConflict() {
    cluster.apply(DOMAIN);
    cluster.apply(client("shop", "first") + "  displayName: One\n");
    awaitReady("shop", "first");
    cluster.apply(client("shop", "second") + "  displayName: One\n");
    cluster.awaitReason(ClientApplication.class, "second", Reason.Conflict);
    cluster.apply(client("shop", "first") + "  displayName: Two\n");
    awaitReady("shop", "second");
  }

  @Test
  void fullReadEndsConflict() {
    cluster.apply(DOMAIN.replace("1h", "10s"));
    var other = JsonNodeFactory.instance.objectNode().put("name", "x").put("displayName", "One");
    other.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    var id = cluster.domain().make("Apps", other);
    cluster.apply(client("shop", "app") + "  displayName: One\n");
    cluster.awaitReason(ClientApplication.class, "app", Reason.Conflict);
    cluster.domain().remove(id);
    awaitReady("shop", "app");
  }

  @Test
  void specEndsInvalidSpec() {
    cluster.apply(DOMAIN);
    cluster.apply(client("shop", "app"));
    awaitReady("shop", "app");
    cluster.apply(client("shop", "app") + "  clientId: another\n");
    cluster.awaitReason(ClientApplication.class, "app", Reason.InvalidSpec);
    cluster.apply(client("shop", "app") + "  clientId: null\n");
    awaitReady("shop", "app");
  }

  @Test
  void endOfTheLastUserEndsDeletionBlocked() {
    cluster.apply(DOMAIN);
    cluster.apply(client("shop", "app"));
    awaitReady("shop", "app");
    cluster.client().resources(IdentityDomain.class).inNamespace("shop").delete();
    cluster.awaitReason(IdentityDomain.class, "main", Reason.DeletionBlocked);
    cluster.deleteAndAwait(ClientApplication.class, "app");
    await().atMost(SOONER_THAN_TIMERS).until(() -> cluster.domainResource() == null);
  }

  private static String client(String namespace, String name) {
    return CLIENT.replace("NAMESPACE", namespace).replace("NAME", name);
  }

  private void awaitReady(String namespace, String name) {
    await()
        .atMost(SOONER_THAN_TIMERS)
        .until(() ->
            References.isReady(
                cluster
                    .client()
                    .resources(ClientApplication.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .get()));
  }
}
