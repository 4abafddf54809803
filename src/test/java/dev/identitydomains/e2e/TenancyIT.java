package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A platform team shares a domain with two tenants; each has a ServiceAccount of its own. */
@ClusterTest
@Tag("any-version")
class TenancyIT {

  private static final String MANIFESTS =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: orders, namespace: TENANT}
      spec:
        domainRef: {name: main, namespace: PLATFORM}
        displayName: TENANT orders
        client: {grantTypes: [client_credentials]}
        appRoles: [{role: ROLE}]
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: staff, namespace: TENANT}
      spec:
        domainRef: {name: main, namespace: PLATFORM}
        role: {role: Audit Administrator}
        grantee: {group: Order Staff}
      """;

  private static final String SHARED =
      """
      spec:
        allowedNamespaces: {from: Selector, selector: {matchLabels: {identity-domain: main}}}
        policies:
        - namespaces: {from: Selector, selector: {matchLabels: {tier: platform}}}
          domainRoles: [User Manager, Audit Administrator]
          grantees: [App, Group]
      """;

  @Test
  void platformTeamSharesDomainWithTenants(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operatorWith();
    var platform = scenario.account(scenario.namespace(), "admin");
    platform.run("patch", "idd/main", "-n", scenario.namespace(), "--type=merge", "-p", SHARED);
    var first = scenario.anotherNamespace("first");
    var second = scenario.anotherNamespace("second");
    scenario.kubectl().run("label", "namespace", first, "identity-domain=main");

    var tenant = scenario.account(first, "edit");
    tenant.apply(manifests(scenario, first, "User Manager"));
    awaitReason(scenario, first, "clientapp/orders", "NotPermitted");
    awaitReason(scenario, first, "approlegrant/staff", "NotPermitted");
    assertThat(tenant.run("describe", "clientapp/orders", "-n", first))
        .contains("spec.appRoles: User Manager is not permitted", scenario.namespace() + "/main");
    tenant.apply(manifests(scenario, first, "Me"));
    awaitReason(scenario, first, "clientapp/orders", "Synced");
    assertThat(tenant.attempt(List.of("label", "namespace", first, "tier=platform", "--overwrite")))
        .contains("Forbidden");

    scenario.kubectl().run("label", "namespace", first, "tier=platform");
    awaitReason(scenario, first, "approlegrant/staff", "Synced");
    tenant.apply(manifests(scenario, first, "User Manager"));
    awaitReason(scenario, first, "clientapp/orders", "Synced");
    assertThat(grants(scenario, "Order Staff")).hasSize(1);

    var outsider = scenario.account(second, "edit");
    var before = contents(scenario);
    outsider.apply(manifests(scenario, second, "Identity Domain Administrator"));
    awaitReason(scenario, second, "clientapp/orders", "NamespaceNotAllowed");
    awaitReason(scenario, second, "approlegrant/staff", "NamespaceNotAllowed");
    outsider.run("delete", "clientapp,approlegrant", "--all", "-n", second, "--timeout=60s");
    assertThat(contents(scenario)).isEqualTo(before);

    scenario.kubectl().run("label", "namespace", first, "identity-domain-");
    awaitReason(scenario, first, "clientapp/orders", "NamespaceNotAllowed");
    awaitReason(scenario, first, "approlegrant/staff", "NamespaceNotAllowed");
    assertThat(grants(scenario, "Order Staff")).isEmpty();
    await()
        .untilAsserted(() ->
            assertThat(platform.run("get", "idd/main", "-n", scenario.namespace(), "-o", "yaml"))
                .contains("- " + first + "/orders"));
    assertThat(tenant.run("events", "--for", "clientapp/orders", "-n", first))
        .contains("AccessRevoked");
    assertThat(platform.run("events", "--for", "idd/main", "-n", scenario.namespace()))
        .contains("AccessRevoked", first + "/orders");
    tenant.run("delete", "clientapp,approlegrant", "--all", "-n", first, "--timeout=60s");
    assertThat(scenario.domain().find("Apps", "displayName", first + " orders").isMissingNode())
        .isTrue();
  }

  /** The operator's own client belongs to nobody, and a grant made by hand stays. */
  @Test
  void tenantTakesNothingThatExists(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operatorWith();
    var shared = SHARED + "    adoption: {unowned: true}\n";
    scenario
        .kubectl()
        .run("patch", "idd/main", "-n", scenario.namespace(), "--type=merge", "-p", shared);
    var namespace = scenario.anotherNamespace("tenant");
    scenario
        .kubectl()
        .run("label", "namespace", namespace, "identity-domain=main", "tier=platform");
    grantByHand(scenario, "Order Staff", "Audit Administrator");
    scenario.awaitReady();
    var before = contents(scenario);
    var tenant = scenario.account(namespace, "edit");
    tenant.apply(
        manifests(scenario, namespace, "Me")
            .replace("displayName: " + namespace + " orders", "displayName: Domain admin client")
            .replace(
                "client: {grantTypes",
                "clientId: domain_admin\n  adoptionPolicy: ByClientId\n  client: {grantTypes"));
    awaitReason(scenario, namespace, "clientapp/orders", "Conflict");
    awaitReason(scenario, namespace, "approlegrant/staff", "Conflict");
    assertThat(tenant.run("get", "secrets", "-n", namespace)).doesNotContain("oauth");
    tenant.run("delete", "clientapp,approlegrant", "--all", "-n", namespace, "--timeout=60s");
    assertThat(contents(scenario)).isEqualTo(before);
  }

  private static String manifests(Scenario scenario, String namespace, String role) {
    return MANIFESTS
        .replace("TENANT", namespace)
        .replace("PLATFORM", scenario.namespace())
        .replace("ROLE", role);
  }

  private static void awaitReason(
      Scenario scenario, String namespace, String resource, String reason) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(
                    scenario
                        .kubectl()
                        .run(
                            "get",
                            resource,
                            "-n",
                            namespace,
                            "-o",
                            "jsonpath={.status.conditions[?(@.type=='Ready')].reason} {.status.observedGeneration}/{.metadata.generation}"))
                .startsWith(reason + " ")
                .satisfies(text -> {
                  var generations = text.substring(text.indexOf(' ') + 1).split("/", -1);
                  assertThat(generations[0]).isEqualTo(generations[1]);
                }));
  }

  private static List<JsonNode> contents(Scenario scenario) {
    return List.of("Apps", "AppRoles", "Grants").stream()
        .flatMap(type -> scenario.domain().resources(type))
        .toList();
  }

  private static List<JsonNode> grants(Scenario scenario, String group) {
    var id = scenario.domain().find("Groups", "displayName", group).path("id").asText();
    return scenario
        .domain()
        .resources("Grants")
        .filter(grant -> grant.at("/grantee/value").asText().equals(id))
        .toList();
  }

  private static void grantByHand(Scenario scenario, String group, String role) {
    var grant = JsonNodeFactory.instance.objectNode();
    grant
        .putObject("grantee")
        .put("type", "Group")
        .put("value", scenario.domain().find("Groups", "displayName", group).path("id").asText());
    grant.putObject("app").put("value", "IDCSAppId");
    grant
        .putObject("entitlement")
        .put("attributeName", "appRoles")
        .put(
            "attributeValue",
            scenario.domain().find("AppRoles", "displayName", role).path("id").asText());
    scenario.domain().make("Grants", grant.put("grantMechanism", "ADMINISTRATOR_TO_GROUP"));
  }
}
