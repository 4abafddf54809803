package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.status.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A37: another tool writes all of an App, without the owner tag. */
class LostOwnerTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
  }

  private void applyDomain(String interval) {
    cluster.apply(DOMAIN + "  driftCheckInterval: " + interval + "\n");
  }

  private String apply(String name, String more) {
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: %s, namespace: shop}
        spec:
          domainRef: {name: main}
          description: Orders
          client: {grantTypes: [client_credentials]}
        """
                .formatted(name)
            + more.indent(2));
    return name;
  }

  private JsonNode app(String name) {
    var status =
        cluster
            .client()
            .resources(ClientApplication.class)
            .inNamespace("shop")
            .withName(name)
            .get()
            .getStatus();
    return cluster.domain().app(status.clientId());
  }

  private void wipe(JsonNode app) {
    var id = app.path("id").asText();
    cluster.domain().edit("Apps", id, "tags", JSON.arrayNode());
    cluster.domain().edit("Apps", id, "description", JSON.textNode("by another tool"));
  }

  private static List<String> tags(JsonNode app) {
    return app.path("tags").valueStream().map(tag -> tag.path("key").asText()).toList();
  }

  @Test
  void appOfDerivedClientIdGetsItsTagBack() {
    applyDomain("1s");
    apply("orders", "");
    cluster.awaitReady("orders");
    var before = app("orders");
    wipe(before);
    await()
        .untilAsserted(() -> {
          assertThat(tags(app("orders"))).containsExactly("identitydomains.dev/owner");
          assertThat(app("orders").path("description").asText()).isEqualTo("Orders");
        });
    cluster.awaitReady("orders");
    assertThat(app("orders").path("id")).isEqualTo(before.path("id"));
    assertThat(cluster.events("DriftCorrected"))
        .anyMatch(
            message -> message.contains("added the owner tag that another writer has removed"));
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(cluster.domain().app(before.path("name").asText()).isMissingNode()).isTrue();
  }

  @Test
  void appGoesWithItsResourceWithoutTag() {
    applyDomain("1h");
    apply("orders", "");
    cluster.awaitReady("orders");
    var before = app("orders");
    wipe(before);
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(cluster.domain().app(before.path("name").asText()).isMissingNode()).isTrue();
  }

  /** Anybody may choose a client id: it proves nothing. */
  @Test
  void appOfDeclaredClientIdStaysAndNeedsAdoption() {
    applyDomain("1s");
    apply("orders", "clientId: orders");
    cluster.awaitReady("orders");
    wipe(app("orders"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.Conflict);
    assertThat(cluster.message(ClientApplication.class, "orders"))
        .contains("was not created by this operator", "spec.adoptionPolicy");
    cluster.deleteAndAwait(ClientApplication.class, "orders");
    assertThat(cluster.domain().app("orders").isMissingNode()).isFalse();
  }

  /** The attacker knows the client id of another from its token or its uid. */
  @Test
  void declaringTheDerivedClientIdOfAnotherGainsNothing() {
    applyDomain("1s");
    apply("orders", "");
    var derived = cluster.awaitReady("orders").getStatus().clientId();
    apply("thief", "clientId: " + derived + "\nadoptionPolicy: Never");
    cluster.awaitReason(ClientApplication.class, "thief", Reason.Conflict);
    wipe(app("orders"));
    await().untilAsserted(() -> assertThat(tags(app("orders"))).isNotEmpty());
    assertThat(app("orders").path("tags").toString()).contains("/orders").doesNotContain("thief");
    cluster.deleteAndAwait(ClientApplication.class, "thief");
    assertThat(cluster.domain().app(derived).isMissingNode()).isFalse();
  }

  /** Not even with the permission to adopt every App without an owner. */
  @Test
  void adoptingTheAppThatAnotherHasLostIsRefused() {
    applyDomain("1h");
    apply("orders", "displayName: Orders");
    var derived = cluster.awaitReady("orders").getStatus().clientId();
    cluster.annotate("orders", "identitydomains.dev/paused", "true");
    wipe(app("orders"));
    apply("thief", "clientId: " + derived + "\nadoptionPolicy: ByClientId");
    cluster.awaitReason(ClientApplication.class, "thief", Reason.Conflict);
    apply("other-thief", "displayName: Orders\nadoptionPolicy: ByDisplayName");
    cluster.awaitReason(ClientApplication.class, "other-thief", Reason.Conflict);
    assertThat(tags(cluster.domain().app(derived))).isEmpty();
  }

  /**
   * The consent to the use of its scopes is still asked for, also while nobody restores the tag.
   */
  @Test
  void scopeOfAnAppWithoutTagNeedsTheConsentOfItsApplication() {
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: platform}\n");
    cluster.apply(DOMAIN + "  driftCheckInterval: 1s\n  allowedNamespaces: {from: All}\n");
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: api, namespace: platform}
        spec:
          domainRef: {name: main, namespace: shop}
          resourceServer: {audience: "https://api/", scopes: [{value: read}]}
        """);
    var api = cluster.awaitIn("platform", ClientApplication.class, "api", Reason.Synced);
    OperatorFixture.annotate(cluster.client().resource(api), "identitydomains.dev/paused", "true");
    wipe(cluster.domain().app(api.getStatus().clientId()));
    cluster.awaitFullRead();
    apply("orders", "");
    cluster.awaitReady("orders");
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: ClientApplication
        metadata: {name: orders, namespace: shop}
        spec:
          domainRef: {name: main}
          client: {grantTypes: [client_credentials], allowedScopes: ["https://api/read"]}
        """);
    cluster.awaitReason(ClientApplication.class, "orders", Reason.NamespaceNotAllowed);
    assertThat(app("orders").path("allowedScopes")).isEmpty();
    assertThat(tags(cluster.domain().app(api.getStatus().clientId()))).isEmpty();
  }

  /** Left by the deletion of another resource, it has a tag of that one. */
  @Test
  void appThatAnotherHasLeftIsNotTaken() {
    applyDomain("1s");
    apply("thief", "clientId: bait\ndeletionPolicy: Retain");
    cluster.awaitReady("thief");
    cluster.deleteAndAwait(ClientApplication.class, "thief");
    assertThat(tags(cluster.domain().app("bait")))
        .containsExactly("identitydomains.dev/retained-from");
    apply("orders", "clientId: bait");
    cluster.awaitReason(ClientApplication.class, "orders", Reason.Conflict);
  }
}
