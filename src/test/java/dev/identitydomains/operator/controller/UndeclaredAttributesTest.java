package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static dev.identitydomains.operator.controller.OperatorFixture.GRANT;
import static dev.identitydomains.operator.controller.OperatorFixture.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.status.Reason;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the service and other tools add to objects (W7, W13, W24, A33, A35) is no drift. */
class UndeclaredAttributesTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String TAGS = "urn:ietf:params:scim:schemas:oracle:idcs:extension:OCITags";

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: api
        client: {grantTypes: [client_credentials]}
        resourceServer: {audience: "https://api/", scopes: [{value: read}, {value: write}]}
        appRoles: [{role: Me}]
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: shop}
      spec: {applicationRef: {name: api}, availableTo: [Groups]}
      """;

  private static final Map<String, String> OF_APPS =
      Map.ofEntries(
          Map.entry(
              "schemas", "[%s, 'urn:ietf:params:scim:schemas:oracle:idcs:App']".formatted(TAGS)),
          Map.entry(
              TAGS,
              "{definedTags: [{namespace: Oracle-Tags, key: CreatedBy, value: ada}], freeformTags: []}"),
          Map.entry("attrRenderingMetadata", "[{name: clientSecret, visible: false}]"),
          Map.entry("idpPolicy", "{value: DefaultIDPPolicy}"),
          Map.entry("accessTokenExpiry", "3600"),
          Map.entry("refreshTokenExpiry", "604800"),
          Map.entry("showInMyApps", "true"),
          Map.entry("isLoginTarget", "true"),
          Map.entry("loginMechanism", "OIDC"),
          Map.entry("clientIPChecking", "anywhere"),
          Map.entry("trustScope", "Explicit"),
          Map.entry("allowOffline", "false"),
          Map.entry("editableAttributes", "[{name: description}]"));

  @Test
  void secondPassWritesNothing() throws IOException {
    try (var cluster = OperatorFixture.start()) {
      cluster.apply(DOMAIN + "  driftCheckInterval: 1s\n---\n" + API + "---\n" + GRANT);
      cluster.awaitReady("api");
      cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
      cluster.awaitReason(AppRoleGrant.class, "grant", Reason.Synced);
      cluster.awaitFullRead();
      var writes = cluster.writes();
      var id = cluster.domain().app("api").path("id").asText();
      for (var added : OF_APPS.entrySet()) {
        cluster.domain().edit("Apps", id, added.getKey(), yaml(added.getValue()));
      }
      for (var grant : cluster.domain().resources("Grants").toList()) {
        cluster.domain().edit("Grants", grant.path("id").asText(), "isFulfilled", yaml("true"));
      }
      var role = cluster.domain().find("AppRoles", "displayName", "reader").path("id").asText();
      cluster.domain().edit("AppRoles", role, "legacyGroupName", yaml("x"));
      cluster.awaitFullRead();
      assertThat(cluster.writes()).isEqualTo(writes);
      assertThat(cluster.domain().app("api").path("idpPolicy").path("value").asText())
          .isEqualTo("DefaultIDPPolicy");
      assertThat(
              cluster
                  .client()
                  .resources(ClientApplication.class)
                  .inNamespace(NAMESPACE)
                  .list()
                  .getItems())
          .allMatch(app -> app.getStatus().drift() == null);
      assertThat(cluster.eventReasons()).doesNotContain("DriftCorrected");
    }
  }

  private static JsonNode yaml(String text) throws IOException {
    return YAML.readTree(text);
  }
}
