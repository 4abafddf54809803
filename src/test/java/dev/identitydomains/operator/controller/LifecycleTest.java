package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.status.Reason;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adoption, observation, and pauses. */
class LifecycleTest {

  private static final String LEGACY =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: legacy, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: legacy
        displayName: Legacy
        description: As declared
        client: {grantTypes: [client_credentials]}
      """;
  private static final String BY_NAME = LEGACY.replace("  clientId: legacy\n", "");

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.domain().make("Apps", legacy());
    cluster.apply(OperatorFixture.DOMAIN + "  driftCheckInterval: 1s\n");
  }

  /** An App that somebody has made by hand. */
  private static ObjectNode legacy() {
    var app = JsonNodeFactory.instance.objectNode();
    app.put("name", "legacy").put("displayName", "Legacy").put("description", "By hand");
    app.put("isOAuthClient", true).put("clientType", "confidential");
    app.putArray("allowedGrants").add("client_credentials");
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    app.putArray("tags").addObject().put("key", "team").put("value", "a");
    return app;
  }

  @Test
  void appIsNotAdoptedWithoutAdoptionPolicy() {
    var before = cluster.domain().app("legacy");
    cluster.apply(LEGACY);
    cluster.awaitReason(ClientApplication.class, "legacy", Reason.Conflict);
    assertThat(cluster.domain().app("legacy")).isEqualTo(before);
  }

  @Test
  void adoptedAppKeepsItsSecretAndOtherTags() {
    var secret = legacy("clientSecret");
    cluster.apply(LEGACY + "  adoptionPolicy: ByClientId\n");
    var app = cluster.awaitReady("legacy");
    assertThat(app.getStatus().appId()).isEqualTo(legacy("id"));
    assertThat(legacy("description")).isEqualTo("As declared");
    assertThat(legacy("clientSecret")).isEqualTo(secret);
    assertThat(
            OperatorFixture.value(
                cluster.secret("legacy-oauth-client").orElseThrow(), "client-secret"))
        .isEqualTo(secret);
    assertThat(
            cluster
                .domain()
                .app("legacy")
                .path("tags")
                .valueStream()
                .map(tag -> tag.path("key").asText()))
        .containsExactlyInAnyOrder(
            "team", "identitydomains.dev/owner", "identitydomains.dev/adopted");
    assertThat(cluster.eventReasons()).contains("Adopted").doesNotContain("Created");
  }

  @Test
  void appAdoptedByDisplayNameKeepsItsClientId() {
    cluster.apply(BY_NAME + "  adoptionPolicy: ByDisplayName\n");
    assertThat(cluster.awaitReady("legacy").getStatus().clientId()).isEqualTo("legacy");
    assertThat(
            OperatorFixture.value(cluster.secret("legacy-oauth-client").orElseThrow(), "client-id"))
        .isEqualTo("legacy");
    cluster.apply(BY_NAME.replace("As declared", "Anew") + "  adoptionPolicy: ByDisplayName\n");
    await().until(() -> legacy("description").equals("Anew"));
    cluster.awaitReady("legacy");
  }

  @Test
  void adoptedAppStaysAfterDeletionOfItsResource() {
    cluster.apply(LEGACY + "  adoptionPolicy: ByClientId\n");
    cluster.awaitReady("legacy");
    cluster.deleteAndAwait(ClientApplication.class, "legacy");
    assertThat(cluster.domain().app("legacy").isMissingNode()).isFalse();
  }

  @Test
  void adoptedAppIsDeletedWithDeletionPolicyDelete() {
    cluster.apply(LEGACY + "  adoptionPolicy: ByClientId\n  deletionPolicy: Delete\n");
    cluster.awaitReady("legacy");
    cluster.deleteAndAwait(ClientApplication.class, "legacy");
    assertThat(cluster.domain().app("legacy").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"isOPCService", "infrastructure"})
  void builtInAppIsNeverAdopted(String mark) {
    cluster.domain().edit("Apps", legacy("id"), mark, JsonNodeFactory.instance.booleanNode(true));
    cluster.apply(LEGACY + "  adoptionPolicy: ByClientId\n");
    cluster.awaitReason(ClientApplication.class, "legacy", Reason.Conflict);
    assertThat(legacy("description")).isEqualTo("By hand");
  }

  @Test
  void appOfAnotherOwnerIsNeverAdopted() {
    var tags = JsonNodeFactory.instance.arrayNode();
    tags.addObject().put("key", "identitydomains.dev/owner").put("value", "other/shop@uid/legacy");
    cluster.domain().edit("Apps", legacy("id"), "tags", tags);
    cluster.apply(LEGACY + "  adoptionPolicy: ByClientId\n");
    cluster.awaitReason(ClientApplication.class, "legacy", Reason.Conflict);
    assertThat(cluster.message(ClientApplication.class, "legacy"))
        .as("in the namespace of the domain")
        .contains("belongs to ClientApplication shop/legacy of cluster other");
    assertThat(legacy("description")).isEqualTo("By hand");
  }

  @Test
  void observePolicyReportsDriftAndWritesNothing() {
    var before = cluster.domain().app("legacy");
    var observe = LEGACY + "  adoptionPolicy: ByClientId\n  managementPolicy: ";
    cluster.apply(observe + "Observe\n");
    var app = cluster.awaitReason(ClientApplication.class, "legacy", Reason.DriftDetected);
    assertThat(app.getStatus().drift()).containsExactly("(owner)", "description");
    assertThat(References.isReady(app)).as("the look succeeded").isTrue();
    assertThat(app.getStatus().lastSyncTime()).as("it never had the desired state").isNull();
    assertThat(app.getStatus().conditions())
        .extracting(StatusCondition::type)
        .containsExactly("Drifted", "Ready");
    assertThat(cluster.domain().app("legacy")).isEqualTo(before);
    assertThat(cluster.writes()).isEmpty();
    assertThat(cluster.secret("legacy-oauth-client")).isEmpty();

    cluster.apply(observe + "Enforce\n");
    assertThat(cluster.awaitReady("legacy").getStatus().drift()).isNull();
    cluster.apply(observe + "Observe\n");
    cluster.awaitReady("legacy");
    var writes = cluster.writes().size();
    cluster
        .domain()
        .edit("Apps", legacy("id"), "description", JsonNodeFactory.instance.textNode("Again"));
    cluster.awaitReason(ClientApplication.class, "legacy", Reason.DriftDetected);
    cluster.deleteAndAwait(ClientApplication.class, "legacy");
    assertThat(cluster.writes()).hasSize(writes);
  }

  @Test
  void observePolicyReportsMissingApp() {
    cluster.apply(LEGACY.replace("egacy", "ost") + "  managementPolicy: Observe\n");
    var app = cluster.awaitReason(ClientApplication.class, "lost", Reason.DriftDetected);
    assertThat(app.getStatus().drift()).containsExactly("(missing)");
    assertThat(cluster.message(ClientApplication.class, "lost")).startsWith("The domain lacks it.");
    assertThat(app.getStatus().appId()).isNull();
  }

  /** Between two readings, the operator knows a new App from its own write alone. */
  @Test
  void inventoryKeepsNewAppBetweenFullReads() {
    cluster.apply(OperatorFixture.DOMAIN + "  driftCheckInterval: 1h\n");
    cluster.apply(OperatorFixture.ORDERS);
    cluster.awaitReady("orders");
    cluster.apply(OperatorFixture.ORDERS + "  description: Later\n");
    var status = cluster.awaitReady("orders").getStatus();
    assertThat(description("orders")).isEqualTo("Later");
    assertThat(status.ocid()).isEqualTo(cluster.domain().app("orders").path("ocid").asText());
  }

  @Test
  void pausedApplicationIsNotReconciled() {
    cluster.apply(OperatorFixture.ORDERS);
    cluster.awaitReady("orders");
    cluster.annotate("orders", "identitydomains.dev/paused", "true");
    cluster.apply(OperatorFixture.ORDERS + "  description: Later\n");
    cluster.apply(LEGACY.replace("egacy", "ater")); // seen after the other
    cluster.awaitReady("later");
    assertThat(cluster.domain().app("orders").path("description").asText()).isEmpty();
    cluster.annotate("orders", "identitydomains.dev/paused", "false");
    await().until(() -> description("orders").equals("Later"));
  }

  private String description(String clientId) {
    return cluster.domain().app(clientId).path("description").asText();
  }

  private String legacy(String attribute) {
    JsonNode app = cluster.domain().app("legacy");
    return app.path(attribute).asText();
  }
}
