package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.status.Reason;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody changes in the domain by hand is found by the next reading and put back. */
class DriftOutcomesTest {

  private static final String APPLICATIONS =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: api
        resourceServer: {audience: "https://api.example.com/", scopes: [{value: read}]}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: shop}
      spec: {applicationRef: {name: api}, description: Reads, availableTo: [Clients]}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: orders, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: orders
        description: As declared
        client: {grantTypes: [client_credentials]}
        appRoles: [{role: reader, application: {name: api}}]
      """;

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply(OperatorFixture.DOMAIN + "  driftCheckInterval: 1s\n");
    cluster.apply(APPLICATIONS);
    cluster.awaitReady("api");
    cluster.awaitReady("orders");
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
  }

  @Test
  void changedAttributeIsCorrectedWithOneEvent() {
    cluster.domain().edit("Apps", orders("id"), "description", new TextNode("By hand"));
    await().until(() -> orders("description").equals("As declared"));
    await().until(() -> cluster.events("DriftCorrected").size() == 1);
    assertThat(cluster.events("DriftCorrected").getFirst()).contains("changed description");
    assertThat(cluster.writes().getLast()).startsWith("PATCH /admin/v1/Apps/");
  }

  @Test
  void foughtOverDriftStallsAndNamesItsWriter() {
    for (var i = 0; i < 3; i++) {
      cluster.domain().edit("Apps", orders("id"), "description", new TextNode("By hand"));
      await().until(() -> orders("description").equals("As declared"));
    }
    cluster.domain().edit("Apps", orders("id"), "description", new TextNode("By hand"));
    cluster.awaitReason(ClientApplication.class, "orders", Reason.DriftDetected);
    assertThat(cluster.message(ClientApplication.class, "orders"))
        .contains("description", "three times", "by ada");
    assertThat(orders("description")).isEqualTo("By hand");

    cluster.apply(APPLICATIONS.replace("As declared", "A new spec ends it"));
    cluster.awaitReady("orders");
    assertThat(orders("description")).isEqualTo("A new spec ends it");
  }

  @Test
  void deactivatedAppIsActivated() {
    cluster.domain().edit("Apps", orders("id"), "active", BooleanNode.FALSE);
    await().until(() -> cluster.domain().app("orders").path("active").asBoolean());
  }

  @Test
  void deletedAppIsRecreatedAndItsSecretPublished() {
    var old =
        OperatorFixture.value(cluster.secret("orders-oauth-client").orElseThrow(), "client-secret");
    cluster.domain().remove(orders("id"));
    await().until(() -> !orders("clientSecret").isEmpty());
    await()
        .until(() ->
            OperatorFixture.value(
                    cluster.secret("orders-oauth-client").orElseThrow(), "client-secret")
                .equals(orders("clientSecret")));
    assertThat(orders("clientSecret")).isNotEqualTo(old);
    await().until(() -> grants() == 1);
    await().until(() -> cluster.events("DriftCorrected").size() == 1);
    assertThat(cluster.awaitReady("orders").getStatus().appId()).isEqualTo(orders("id"));
  }

  @Test
  void deletedRoleIsRecreatedAndGranted() {
    cluster.domain().delete("AppRoles", reader().path("id").asText());
    await().until(() -> !reader().isMissingNode());
    await().until(() -> grants() == 1);
    cluster.awaitReady("orders");
    assertThat(reader().path("description").asText()).isEqualTo("Reads");
  }

  @Test
  void changedRoleIsCorrected() {
    cluster
        .domain()
        .edit("AppRoles", reader().path("id").asText(), "description", new TextNode("By hand"));
    await().until(() -> reader().path("description").asText().equals("Reads"));
  }

  @Test
  void revokedGrantIsRecreated() {
    cluster.domain().delete("Grants", grantId());
    await().until(() -> grants() == 1);
    await().until(() -> cluster.events("DriftCorrected").size() == 1);
  }

  @Test
  void undeclaredAttributesAndAppsStayUnchanged() {
    var writes = cluster.writes().size();
    cluster
        .domain()
        .edit("Apps", orders("id"), "logoutUri", new TextNode("https://a.example.com/"));
    var other = JsonNodeFactory.instance.objectNode().put("name", "other");
    other.put("displayName", "Other").putObject("basedOnTemplate");
    other.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    cluster.domain().make("Apps", other);
    cluster.awaitFullRead();
    assertThat(cluster.writes()).hasSize(writes);
    assertThat(cluster.events("DriftCorrected")).isEmpty();
    assertThat(orders("logoutUri")).isEqualTo("https://a.example.com/");
  }

  @Test
  void fullReadOfSyncedDomainReadsPagesWithoutSecrets() {
    var before = cluster.domain().calls().size();
    cluster.awaitFullRead();
    assertThat(cluster.domain().calls().stream().skip(before))
        .allMatch(call -> call.line().matches("GET /admin/v1/(Apps|AppRoles|Grants)"))
        .noneMatch(call -> call.query().contains("clientSecret"));
  }

  private String orders(String attribute) {
    return cluster.domain().app("orders").path(attribute).asText();
  }

  private JsonNode reader() {
    return cluster.domain().find("AppRoles", "displayName", "reader");
  }

  private String grantId() {
    return cluster
        .domain()
        .resources("Grants")
        .filter(grant -> grant.path("grantee").path("value").asText().equals(orders("id")))
        .findFirst()
        .map(grant -> grant.path("id").asText())
        .orElse("");
  }

  private long grants() {
    return cluster
        .domain()
        .resources("Grants")
        .filter(grant -> grant.path("grantee").path("value").asText().equals(orders("id")))
        .count();
  }
}
