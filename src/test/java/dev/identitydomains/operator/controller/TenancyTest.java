package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.Fault;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A domain in namespace {@code shop} that admits {@code tenant} and {@code rival}, but not {@code
 * outsider}. The numbers in comments are those of the threats in SECURITY.md.
 */
class TenancyTest {

  private static final String ADMITS =
      """
        driftCheckInterval: 1s
        allowedNamespaces:
          from: Selector
          selector: {matchExpressions: [{key: tier, operator: In, values: [gold, iron]}]}
      """;

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: NAMESPACE}
      spec:
        domainRef: {name: main, namespace: shop}
        clientId: NAMESPACE_api
        displayName: NAMESPACE api
        resourceServer: {audience: "https://NAMESPACE.example.com/", scopes: [{value: read}]}
      """;

  private static final String CLIENT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: client, namespace: NAMESPACE}
      spec:
        domainRef: {name: main, namespace: shop}
        clientId: NAMESPACE_client
        displayName: NAMESPACE client
        client: {grantTypes: [client_credentials]}
      """;

  private static final String ROLE =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: NAMESPACE}
      spec: {applicationRef: {name: api}, availableTo: [Clients, Groups, Users]}
      """;

  private static final String GRANT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: grant, namespace: NAMESPACE}
      spec:
        domainRef: {name: main, namespace: shop}
        role: {role: ROLE}
        grantee: {group: Order Staff}
      """;

  private static final String OWN_GRANT =
      GRANT
          .replace("  domainRef: {name: main, namespace: shop}\n", "")
          .replace("{role: ROLE}", "{role: reader, application: {name: api}}");

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    apply("tenant", namespace("tier: gold"));
    apply("rival", namespace("tier: iron"));
    apply("outsider", namespace("tier: lead"));
    cluster.apply(OperatorFixture.DOMAIN + ADMITS);
    cluster
        .domain()
        .make("DynamicResourceGroups", named("displayName", "Jobs").put("matchingRule", "any"));
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  private static String namespace(String labels) {
    return "apiVersion: v1\nkind: Namespace\nmetadata: {name: NAMESPACE, labels: {%s}}\n"
        .formatted(labels);
  }

  private void apply(String namespace, String yaml) {
    cluster.apply(yaml.replace("NAMESPACE", namespace));
  }

  private void policy(String fields) {
    cluster.apply(
        OperatorFixture.DOMAIN
            + ADMITS
            + "  policies:\n"
            + "  - namespaces: {from: Selector, selector: {matchLabels: {tier: gold}}}\n"
            + fields.indent(4));
    await()
        .until(() ->
            Objects.equals(
                cluster.domainResource().getMetadata().getGeneration(),
                cluster.domainResource().getStatus().observedGeneration()));
  }

  /** S1. */
  @ParameterizedTest
  @CsvSource({
    "group: Order Staff, Groups, displayName, Order Staff, Group",
    "user: ada@example.com, Users, userName, ada@example.com, User",
    "dynamicResourceGroup: Jobs, DynamicResourceGroups, displayName, Jobs, DynamicResourceGroup"
  })
  void outsiderRevokesNoGrant(
      String grantee, String type, String attribute, String name, String granteeType) {
    var id = cluster.domain().find(type, attribute, name).path("id").asText();
    grantByHand(granteeType, id, "Identity Domain Administrator");
    var before = contents();
    var calls = cluster.writes();
    apply(
        "outsider",
        GRANT
            .replace("group: Order Staff", grantee)
            .replace("ROLE", "Identity Domain Administrator"));
    cluster.awaitIn("outsider", AppRoleGrant.class, "grant", Reason.NamespaceNotAllowed);
    cluster.deleteIn("outsider", AppRoleGrant.class, "grant");
    assertThat(contents()).isEqualTo(before);
    assertThat(cluster.writes()).isEqualTo(calls);
  }

  /** S1, S10: also with a status that names the grant, its grantee and its role. */
  @ParameterizedTest
  @ValueSource(strings = {"outsider", "tenant"})
  void forgedStatusOfGrantMovesNothing(String namespace) {
    var group = id("Groups", "displayName", "Order Staff");
    var role = id("AppRoles", "displayName", "Audit Administrator");
    var grant = grantByHand("Group", group, "Audit Administrator");
    var before = contents();
    apply(namespace, GRANT.replace("ROLE", "Audit Administrator"));
    var refused = namespace.equals("tenant") ? Reason.NotPermitted : Reason.NamespaceNotAllowed;
    cluster.awaitIn(namespace, AppRoleGrant.class, "grant", refused);
    forge(
        namespace,
        AppRoleGrant.class,
        "grant",
        """
        {"status": {"domain": "shop/main", "granteeId": "%1$s", "grantId": "%2$s", "grants": [
          {"granteeType": "Group", "granteeId": "%1$s", "roleId": "%3$s", "grantId": "%2$s", "signature": "x"}]}}
        """
            .formatted(group, grant, role));
    apply(namespace, GRANT.replace("ROLE", "Audit Administrator").replace("Staff", "Others"));
    cluster.awaitIn(namespace, AppRoleGrant.class, "grant", refused);
    cluster.deleteIn(namespace, AppRoleGrant.class, "grant");
    assertThat(contents()).isEqualTo(before);
  }

  /** S10: an admitted tenant with permissions copies the genuine record of another resource. */
  @Test
  void copiedRecordOfGrantMovesNothing() {
    policy("domainRoles: [Help Desk Administrator, Audit Administrator]\ngrantees: [Group]");
    apply(
        "tenant",
        GRANT.replace("ROLE", "Help Desk Administrator").replace("name: grant,", "name: other,"));
    cluster.awaitIn("tenant", AppRoleGrant.class, "other", Reason.Synced);
    apply(
        "shop",
        GRANT.replace("ROLE", "Audit Administrator").replace("name: grant,", "name: staff,"));
    var genuine = cluster.awaitReason(AppRoleGrant.class, "staff", Reason.Synced).getStatus();
    var before = contents();
    forge(
        "tenant",
        AppRoleGrant.class,
        "other",
        "{\"status\": %s}".formatted(Serialization.asJson(genuine)));
    apply(
        "tenant",
        GRANT.replace("ROLE", "Help Desk Administrator").replace("name: grant,", "name: other,")
            + "  deletionPolicy: Delete\n");
    await()
        .until(() ->
            !message("tenant", AppRoleGrant.class, "other").equals("The role is granted.")
                || contents().size() != before.size());
    cluster.deleteIn("tenant", AppRoleGrant.class, "other");
    assertThat(cluster.grantsTo(id("Groups", "displayName", "Order Staff")))
        .anyMatch(grant -> grant.path("id").asText().equals(genuine.grantId()));
  }

  /** S10: the status of an application decides on nothing in other Apps. */
  @Test
  void forgedStatusOfApplicationMovesNothing() {
    apply("rival", API);
    apply("rival", ROLE);
    cluster.awaitIn("rival", AppRole.class, "reader", Reason.Synced);
    var victim = cluster.domain().app("rival_api").path("id").asText();
    apply("outsider", API);
    cluster.awaitIn("outsider", ClientApplication.class, "api", Reason.NamespaceNotAllowed);
    apply(
        "tenant",
        API.replace("api, namespace", "real, namespace")
            .replace("_api", "_real")
            .replace("NAMESPACE api", "NAMESPACE real")
            .replace("value: read", "value: real"));
    apply("tenant", API + "  managementPolicy: Observe\n");
    cluster.awaitIn("tenant", ClientApplication.class, "api", Reason.DriftDetected);
    var before = contents();
    for (var namespace : List.of("outsider", "tenant")) {
      for (var app : List.of(victim, "IDCSAppId")) {
        forge(
            namespace,
            ClientApplication.class,
            "api",
            """
            {"status": {"domain": "shop/main", "appId": "%s", "clientId": "rival_api"}}
            """
                .formatted(app));
        apply(namespace, ROLE.replace("reader", "backdoor"));
        apply(namespace, OWN_GRANT.replace("reader", "Audit Administrator"));
        cluster.awaitIn(
            namespace,
            AppRole.class,
            "backdoor",
            namespace.equals("tenant") ? Reason.DependencyNotReady : Reason.NamespaceNotAllowed);
        cluster.deleteIn(namespace, AppRole.class, "backdoor");
        cluster.deleteIn(namespace, AppRoleGrant.class, "grant");
      }
      cluster.deleteIn(namespace, ClientApplication.class, "api");
    }
    assertThat(
            contents().stream().filter(found -> !found.path("name").asText().equals("tenant_real")))
        .isEqualTo(
            before.stream()
                .filter(found -> !found.path("name").asText().equals("tenant_real"))
                .toList());
  }

  /** S2. */
  @ParameterizedTest
  @CsvSource({
    "'adoption: {unowned: true, clientIds: [domain_admin]}', ByClientId",
    "'adoption: {unowned: true}', ByDisplayName",
    "'clientTypes: [Trusted]', ByClientId"
  })
  void nobodyAdoptsTheClientOfTheOperator(String policy, String adoption) {
    policy(policy);
    var thief =
        CLIENT
                .replace("NAMESPACE_client", "domain_admin")
                .replace("NAMESPACE client", "Domain admin client")
            + "  deletionPolicy: Delete\n  adoptionPolicy: %s\n".formatted(adoption);
    for (var namespace : List.of("tenant", "rival", "shop")) {
      var expected =
          namespace.equals("shop") || (namespace.equals("tenant") && policy.contains("unowned"))
              ? Reason.Conflict
              : Reason.NotPermitted;
      apply(namespace, thief);
      cluster.awaitIn(namespace, ClientApplication.class, "client", expected);
      cluster.deleteIn(namespace, ClientApplication.class, "client");
      assertThat(cluster.client().secrets().inNamespace(namespace).list().getItems())
          .noneMatch(secret -> secret.getMetadata().getName().contains("client"));
    }
    assertThat(cluster.writes()).isEmpty();
  }

  /** S2: Apps of nobody. */
  @Test
  void onlyPermittedAppsAreAdopted() {
    makeApp("legacy", "Legacy");
    makeApp("payroll", "Payroll");
    policy("adoption: {clientIds: [legacy]}");
    var byId = CLIENT + "  adoptionPolicy: ByClientId\n";
    apply("tenant", byId.replace("NAMESPACE_client", "payroll"));
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NotPermitted);
    cluster.deleteIn("tenant", ClientApplication.class, "client");
    apply(
        "tenant",
        CLIENT.replace("NAMESPACE client", "Payroll") + "  adoptionPolicy: ByDisplayName\n");
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NotPermitted);
    cluster.deleteIn("tenant", ClientApplication.class, "client");
    assertThat(cluster.writes()).isEmpty();

    apply("tenant", byId.replace("NAMESPACE_client", "legacy") + "  deletionPolicy: Delete\n");
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    policy("clientTypes: [Trusted]");
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NotPermitted);
    cluster.deleteIn("tenant", ClientApplication.class, "client");
    assertThat(cluster.domain().app("legacy").isMissingNode()).isFalse();
  }

  /** S3. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "appRoles: [{role: Identity Domain Administrator}]",
        "appRoles: [{role: Me}, {role: User Administrator}]",
        "client: {type: Trusted, grantTypes: [client_credentials]}",
        "client: {grantTypes: ['urn:ietf:params:oauth:grant-type:jwt-bearer']}",
        "client: {grantTypes: [password]}",
        "client: {grantTypes: [client_credentials], trustScope: Account}",
        "client: {grantTypes: [client_credentials], allowedOperations: [onBehalfOfUser]}",
        "client: {grantTypes: [client_credentials], bypassConsent: true}",
        "resourceServer: {audience: 'urn:opc:idm:'}",
        "adoptionPolicy: ByClientId"
      })
  void tenantGetsNoMoreThanTheBaseline(String field) {
    var client =
        field.startsWith("client")
            ? CLIENT.replace("client: {grantTypes: [client_credentials]}", field)
            : CLIENT + "  " + field + "\n";
    apply("tenant", client);
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NotPermitted);
    assertThat(message("tenant", ClientApplication.class, "client"))
        .startsWith(
            "spec." + field.substring(0, field.indexOf(':')).replace("adoptionPolicy", "adoption"))
        .contains("IdentityDomain shop/main decides by its spec.policies");
    assertThat(cluster.writes()).isEmpty();
    apply("shop", client);
    await().until(() -> !message("shop", ClientApplication.class, "client").isEmpty());
    assertThat(message("shop", ClientApplication.class, "client")).doesNotContain("policies");
  }

  @ParameterizedTest
  @CsvSource({
    "domainRoles: [Audit Administrator], NotPermitted",
    "'domainRoles: [User Administrator]\ngrantees: [Group]', NotPermitted",
    "'domainRoles: [Audit Administrator]\ngrantees: [User, App]', NotPermitted",
    "'domainRoles: [Audit Administrator]\ngrantees: [Group]', Synced",
    "'domainRoles: [\"*\"]\ngrantees: [Group]', Synced"
  })
  void policyDecidesOnGrantsOfDomainRoles(String policy, Reason reason) {
    policy(policy);
    apply("tenant", GRANT.replace("ROLE", "Audit Administrator"));
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", reason);
    apply("rival", GRANT.replace("ROLE", "Audit Administrator"));
    cluster.awaitIn("rival", AppRoleGrant.class, "grant", Reason.NotPermitted);
    assertThat(cluster.grantsTo(id("Groups", "displayName", "Order Staff")))
        .hasSize(reason == Reason.Synced ? 1 : 0);
  }

  /** S7a. */
  @Test
  void grantMadeByHandStaysAndIsAdoptedWithPermissionOnly() {
    var group = id("Groups", "displayName", "Order Staff");
    grantByHand("Group", group, "Audit Administrator");
    policy("domainRoles: [Audit Administrator]\ngrantees: [Group]");
    var grant = GRANT.replace("ROLE", "Audit Administrator");
    apply("tenant", grant);
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Conflict);
    apply("tenant", grant + "  adoptionPolicy: ByName\n");
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.NotPermitted);
    cluster.deleteIn("tenant", AppRoleGrant.class, "grant");
    assertThat(cluster.grantsTo(group)).hasSize(1);

    policy("domainRoles: [Audit Administrator]\ngrantees: [Group]\nadoption: {unowned: true}");
    apply("tenant", grant + "  adoptionPolicy: ByName\n");
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Synced);
    cluster.deleteIn("tenant", AppRoleGrant.class, "grant");
    assertThat(cluster.grantsTo(group)).hasSize(1);
    apply("tenant", grant + "  adoptionPolicy: ByName\n  deletionPolicy: Delete\n");
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Synced);
    cluster.deleteIn("tenant", AppRoleGrant.class, "grant");
    assertThat(cluster.grantsTo(group)).isEmpty();
  }

  /** S7a, for roles. */
  @Test
  void roleMadeByHandStaysUnlessAdopted() {
    apply("tenant", API);
    cluster.awaitIn("tenant", ClientApplication.class, "api", Reason.Synced);
    var role = named("displayName", "reader").put("availableToClients", true);
    role.putObject("app").put("value", cluster.domain().app("tenant_api").path("id").asText());
    cluster.domain().make("AppRoles", role);
    cluster.awaitFullRead();
    apply("tenant", ROLE);
    cluster.awaitIn("tenant", AppRole.class, "reader", Reason.Conflict);
    cluster.deleteIn("tenant", AppRole.class, "reader");
    assertThat(cluster.domain().find("AppRoles", "displayName", "reader").isMissingNode())
        .isFalse();
    apply("tenant", ROLE.replace("{name: api}", "{name: api}, adoptionPolicy: ByName"));
    cluster.awaitIn("tenant", AppRole.class, "reader", Reason.Synced);
    cluster.deleteIn("tenant", AppRole.class, "reader");
    assertThat(cluster.domain().find("AppRoles", "displayName", "reader").isMissingNode())
        .isFalse();
    apply(
        "tenant",
        ROLE.replace("{name: api}", "{name: api}, adoptionPolicy: ByName, deletionPolicy: Delete"));
    cluster.awaitIn("tenant", AppRole.class, "reader", Reason.Synced);
    cluster.deleteIn("tenant", AppRole.class, "reader");
    assertThat(cluster.domain().find("AppRoles", "displayName", "reader").isMissingNode()).isTrue();
  }

  /** S7b: neither an outsider nor a tenant without permission squats. */
  @Test
  void onlyEntitledRivalsConflict() {
    apply("outsider", GRANT.replace("ROLE", "Audit Administrator"));
    apply("rival", GRANT.replace("ROLE", "Audit Administrator"));
    cluster.awaitIn("outsider", AppRoleGrant.class, "grant", Reason.NamespaceNotAllowed);
    cluster.awaitIn("rival", AppRoleGrant.class, "grant", Reason.NotPermitted);
    policy("domainRoles: [Audit Administrator]\ngrantees: [Group]");
    apply("tenant", GRANT.replace("ROLE", "Audit Administrator"));
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Synced);
  }

  /** S8. */
  @Test
  void scopeNeedsTheConsentOfItsApplication() {
    apply("rival", API);
    cluster.awaitIn("rival", ClientApplication.class, "api", Reason.Synced);
    var client =
        CLIENT.replace(
            "[client_credentials]",
            "[client_credentials], allowedScopes: [\"https://rival.example.com/read\"]");
    apply("tenant", client);
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NamespaceNotAllowed);
    assertThat(message("tenant", ClientApplication.class, "client"))
        .contains("https://rival.example.com/read", "spec.consumers")
        .doesNotContain("rival/api");
    assertThat(cluster.allowedScopes("tenant_client")).isEmpty();
    apply("rival", API + "  consumers: {from: All}\n");
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    assertThat(cluster.allowedScopes("tenant_client"))
        .containsExactly("https://rival.example.com/read");
    apply("rival", API + "  consumers: {from: Same}\n");
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NamespaceNotAllowed);
    assertThat(cluster.allowedScopes("tenant_client")).isEmpty();
  }

  /** S16. */
  @Test
  void audienceOfOneLetterTakesNoScopeFromOthers() {
    apply("rival", API.replace("https://NAMESPACE.example.com/", "h"));
    cluster.awaitIn("rival", ClientApplication.class, "api", Reason.Synced);
    apply("tenant", API);
    cluster.awaitIn("tenant", ClientApplication.class, "api", Reason.Synced);
    apply(
        "tenant",
        CLIENT.replace(
            "[client_credentials]",
            "[client_credentials], allowedScopes: [\"https://tenant.example.com/read\"]"));
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    assertThat(cluster.allowedScopes("tenant_client"))
        .containsExactly("https://tenant.example.com/read");
  }

  /** S12. */
  @Test
  void outsiderCostsNoCallsAndBlocksNothing() {
    var calls = calls();
    apply("outsider", CLIENT + "  deletionPolicy: Delete\n");
    cluster.awaitIn("outsider", ClientApplication.class, "client", Reason.NamespaceNotAllowed);
    cluster.deleteIn("outsider", ClientApplication.class, "client");
    apply(
        "outsider",
        CLIENT.replace(
            "outsider}", "outsider, annotations: {identitydomains.dev/paused: \"true\"}}"));
    apply("outsider", API);
    apply("outsider", GRANT.replace("ROLE", "Audit Administrator"));
    cluster.awaitIn("outsider", AppRoleGrant.class, "grant", Reason.NamespaceNotAllowed);
    apply(
        "tenant",
        CLIENT.replace(
            "{name: client, namespace: NAMESPACE}",
            "{name: client, namespace: NAMESPACE, annotations: {identitydomains.dev/paused: \"true\"}}"));
    await().until(() -> cluster.domainResource().getStatus().applications() == 1);
    assertThat(calls()).isEqualTo(calls);
    cluster.deleteAndAwait(IdentityDomain.class, "main");
    assertThat(cluster.events("Deleted"))
        .anyMatch(note -> note.contains("paused") && note.contains("tenant/client"));
  }

  /** S14. */
  @ParameterizedTest
  @ValueSource(strings = {"Keep", "Deactivate"})
  void withdrawnAdmissionRevokesGrantsAndScopes(String onWithdrawal) {
    policy("domainRoles: [Audit Administrator]\ngrantees: [App, Group]");
    apply("tenant", API);
    apply(
        "tenant",
        CLIENT.replace(
                "[client_credentials]",
                "[client_credentials], allowedScopes: [\"https://tenant.example.com/read\"]")
            + "  appRoles: [{role: Audit Administrator}]\n");
    apply("tenant", GRANT.replace("ROLE", "Audit Administrator"));
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Synced);
    cluster.apply(OperatorFixture.DOMAIN + ADMITS + "  onWithdrawal: " + onWithdrawal + "\n");
    apply("tenant", namespace("tier: lead"));

    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NamespaceNotAllowed);
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.NamespaceNotAllowed);
    var client = cluster.domain().app("tenant_client");
    assertThat(cluster.grantsTo(client.path("id").asText())).isEmpty();
    assertThat(cluster.grantsTo(id("Groups", "displayName", "Order Staff"))).isEmpty();
    assertThat(cluster.allowedScopes("tenant_client")).isEmpty();
    assertThat(client.path("active").asBoolean()).isEqualTo(onWithdrawal.equals("Keep"));
    await()
        .until(() ->
            List.of("tenant/api", "tenant/client")
                .equals(cluster.domainResource().getStatus().withdrawn()));
    assertThat(cluster.events("AccessRevoked")).anyMatch(note -> note.contains("tenant/client"));

    policy("domainRoles: [Audit Administrator]\ngrantees: [App, Group]");
    apply("tenant", namespace("tier: gold"));
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Synced);
    assertThat(cluster.domain().app("tenant_client").path("active").asBoolean()).isTrue();
    assertThat(cluster.allowedScopes("tenant_client")).hasSize(1);
  }

  /** S14. */
  @Test
  void withdrawnPermissionRevokesItsGrants() {
    policy("domainRoles: [Audit Administrator]\ngrantees: [App, Group]");
    apply("tenant", CLIENT + "  appRoles: [{role: Audit Administrator}, {role: Me}]\n");
    apply("tenant", GRANT.replace("ROLE", "Audit Administrator"));
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Synced);
    policy("domainRoles: [Signin]");
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NotPermitted);
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.NotPermitted);
    assertThat(cluster.grantsTo(cluster.domain().app("tenant_client").path("id").asText()))
        .hasSize(1);
    assertThat(cluster.grantsTo(id("Groups", "displayName", "Order Staff"))).isEmpty();
  }

  /** S14: no tenant keeps anything because its own annotation or policy stops the operator. */
  @ParameterizedTest
  @ValueSource(strings = {"paused", "observed"})
  void stoppedResourcesLoseWhatWasWithdrawn(String how) {
    apply("rival", API + "  consumers: {from: All}\n");
    apply("rival", ROLE);
    policy("domainRoles: [Audit Administrator]\ngrantees: [App, Group]");
    var client =
        CLIENT.replace(
                "[client_credentials]",
                "[client_credentials], allowedScopes: [\"https://rival.example.com/read\"]")
            + "  appRoles: [{role: Audit Administrator}, {role: reader, application: {name: api, namespace: rival}}]\n";
    apply("tenant", client);
    apply("tenant", GRANT.replace("ROLE", "Audit Administrator"));
    apply("tenant", API);
    apply("tenant", ROLE);
    apply("tenant", OWN_GRANT.replace("name: grant,", "name: own,"));
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Synced);
    cluster.awaitIn("tenant", AppRoleGrant.class, "own", Reason.Synced);
    for (var yaml :
        List.of(
            client,
            API,
            GRANT.replace("ROLE", "Audit Administrator"),
            OWN_GRANT.replace("name: grant,", "name: own,"))) {
      var grant = yaml.contains("AppRoleGrant");
      if (how.equals("paused")) {
        apply(
            "tenant",
            yaml.replace(
                "namespace: NAMESPACE}",
                "namespace: NAMESPACE, annotations: {identitydomains.dev/paused: \"true\"}}"));
      } else if (!grant) {
        apply("tenant", yaml + "  managementPolicy: Observe\n");
      }
    }
    var app = cluster.domain().app("tenant_client").path("id").asText();
    var group = id("Groups", "displayName", "Order Staff");
    assertThat(cluster.grantsTo(app)).hasSize(2);
    assertThat(cluster.grantsTo(group)).hasSize(2);

    apply("rival", API);
    await().until(() -> cluster.allowedScopes("tenant_client").isEmpty());
    await().until(() -> cluster.grantsTo(app).size() == 1);
    policy("domainRoles: [Signin]");
    await().until(() -> cluster.grantsTo(app).isEmpty());
    await().until(() -> cluster.grantsTo(group).size() == 1);
    assertThat(message("tenant", ClientApplication.class, "client")).contains("not permitted");
    apply("tenant", namespace("tier: lead"));
    await().until(() -> cluster.grantsTo(group).isEmpty());
    assertThat(cluster.domain().app("tenant_client").path("active").asBoolean()).isTrue();
  }

  /** An edit that asks for too much is no withdrawal: the App goes on as it is. */
  @Test
  void editThatIsNotPermittedDeactivatesNothing() {
    cluster.apply(OperatorFixture.DOMAIN + ADMITS + "  onWithdrawal: Deactivate\n");
    apply("tenant", CLIENT);
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    apply("tenant", CLIENT + "  appRoles: [{role: Audit Administrator}]\n");
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NotPermitted);
    cluster.awaitFullRead();
    cluster.restartOperator();
    cluster.awaitFullRead();
    assertThat(cluster.domain().app("tenant_client").path("active").asBoolean()).isTrue();
  }

  /** S14: an attribute that is not permitted any more. */
  @Test
  void withdrawnPermissionDeactivates() {
    policy("trustScopes: [Account]");
    apply(
        "tenant",
        CLIENT.replace("[client_credentials]", "[client_credentials], trustScope: Account"));
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    cluster.apply(OperatorFixture.DOMAIN + ADMITS + "  onWithdrawal: Deactivate\n  policies: []\n");
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NotPermitted);
    assertThat(cluster.domain().app("tenant_client").path("active").asBoolean()).isFalse();
  }

  /** S8: the domain has a scope once; who copies it gets nothing, and consents to nothing. */
  @Test
  void copiedScopeConsentsToNothing() {
    apply("rival", API);
    cluster.awaitIn("rival", ClientApplication.class, "api", Reason.Synced);
    apply(
        "tenant",
        API.replace("https://NAMESPACE.", "https://rival.")
            + "  consumers: {from: All}\n  client: {grantTypes: [client_credentials], allowedScopes: [\"https://rival.example.com/read\"]}\n");
    apply(
        "shop",
        CLIENT.replace(
            "[client_credentials]",
            "[client_credentials], allowedScopes: [\"https://rival.example.com/read\"]"));
    cluster.awaitIn("tenant", ClientApplication.class, "api", Reason.Conflict);
    cluster.awaitIn("shop", ClientApplication.class, "client", Reason.NamespaceNotAllowed);
    assertThat(cluster.domain().app("tenant_api").isMissingNode()).isTrue();
    assertThat(cluster.allowedScopes("shop_client")).isEmpty();
    apply("rival", API + "  consumers: {from: All}\n");
    cluster.awaitIn("shop", ClientApplication.class, "client", Reason.Synced);
  }

  /** S8: neither a new resource of the owner nor its pause make the copy the older one. */
  @Test
  void copiedScopeStaysYounger() {
    apply("rival", API + "  deletionPolicy: Retain\n");
    cluster.awaitIn("rival", ClientApplication.class, "api", Reason.Synced);
    var copy =
        API.replace("https://NAMESPACE.", "https://rival.")
            + "  consumers: {from: All}\n  client: {grantTypes: [client_credentials], allowedScopes: [\"https://rival.example.com/read\"]}\n";
    apply("tenant", copy);
    cluster.awaitIn("tenant", ClientApplication.class, "api", Reason.Conflict);
    cluster.deleteIn("rival", ClientApplication.class, "api");
    var owner =
        API
            + "  deletionPolicy: Retain\n  client: {grantTypes: [client_credentials], allowedScopes: [\"https://rival.example.com/read\"]}\n";
    apply("rival", owner);
    cluster.awaitIn("rival", ClientApplication.class, "api", Reason.Synced);
    cluster.restartOperator();
    cluster.awaitFullRead();
    apply("tenant", copy + "  description: again\n");
    cluster.awaitIn("tenant", ClientApplication.class, "api", Reason.Conflict);
    assertThat(cluster.domain().app("tenant_api").isMissingNode()).isTrue();
    assertThat(cluster.allowedScopes("rival_api")).hasSize(1);
  }

  /** S13, S8: the name of a former namespace is no consent of what it left. */
  @Test
  void laterNamespaceOfSameNameHasNoScopes() {
    apply("rival", API + "  deletionPolicy: Retain\n");
    cluster.awaitIn("rival", ClientApplication.class, "api", Reason.Synced);
    cluster.deleteIn("rival", ClientApplication.class, "api");
    var rival = cluster.client().namespaces().withName("rival");
    rival.delete();
    await().until(() -> rival.get() == null);
    apply("rival", namespace("tier: iron"));
    apply(
        "rival",
        CLIENT.replace(
            "[client_credentials]",
            "[client_credentials], allowedScopes: [\"https://rival.example.com/read\"]"));
    cluster.awaitIn("rival", ClientApplication.class, "client", Reason.NamespaceNotAllowed);
    assertThat(cluster.allowedScopes("rival_client")).isEmpty();
  }

  /** S14: a list of roles that is left out keeps no role of another application. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leftOutListOfRolesKeepsNoRoleWithoutConsent(boolean pausesDefiner) {
    apply("rival", API + "  consumers: {from: All}\n");
    apply("rival", ROLE);
    var roles = "  appRoles: [{role: reader, application: {name: api, namespace: rival}}]\n";
    apply("tenant", CLIENT + roles);
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    apply("tenant", CLIENT);
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    var client = cluster.domain().app("tenant_client").path("id").asText();
    assertThat(cluster.grantsTo(client)).hasSize(1);
    apply(
        "rival",
        pausesDefiner
            ? API.replace(
                "NAMESPACE}", "NAMESPACE, annotations: {identitydomains.dev/paused: \"true\"}}")
            : API);
    await().until(() -> cluster.grantsTo(client).isEmpty());
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
  }

  /** S8: the App of a deleted application still asks for its consent, which nobody can give. */
  @Test
  void retainedAppConsentsToNothing() {
    apply("rival", API + "  deletionPolicy: Retain\n");
    cluster.awaitIn("rival", ClientApplication.class, "api", Reason.Synced);
    cluster.deleteIn("rival", ClientApplication.class, "api");
    apply(
        "tenant",
        CLIENT.replace(
            "[client_credentials]",
            "[client_credentials], allowedScopes: [\"https://rival.example.com/read\"]"));
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.NamespaceNotAllowed);
    assertThat(cluster.allowedScopes("tenant_client")).isEmpty();
  }

  /** S16: neither an outsider nor what is not permitted makes a scope missing. */
  @Test
  void onlyPermittedDeclarationsMakeScopesMissing() {
    apply(
        "outsider",
        API.replace("https://NAMESPACE.example.com/", "https://elsewhere.example.com/"));
    cluster.awaitIn("outsider", ClientApplication.class, "api", Reason.NamespaceNotAllowed);
    apply("rival", API.replace("https://NAMESPACE.example.com/", "urn:opc:idm:"));
    cluster.awaitIn("rival", ClientApplication.class, "api", Reason.NotPermitted);
    for (var scope : List.of("https://elsewhere.example.com/read", "urn:opc:idm:read")) {
      apply(
          "tenant",
          CLIENT.replace(
              "client: {grantTypes: [client_credentials]}",
              "client: {grantTypes: [client_credentials], allowedScopes: [\"%s\"]}"
                  .formatted(scope)));
      cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.DependencyNotReady);
      assertThat(message("tenant", ClientApplication.class, "client"))
          .as("the domain decides, not another namespace")
          .contains(scope);
      cluster.deleteIn("tenant", ClientApplication.class, "client");
    }
  }

  /** S14: the role of an application for a group. */
  @Test
  void withdrawnConsentRevokesItsGrants() {
    apply("rival", API + "  consumers: {from: All}\n");
    apply("rival", ROLE);
    apply("tenant", OWN_GRANT.replace("{name: api}", "{name: api, namespace: rival}"));
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Synced);
    apply("rival", API);
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.NamespaceNotAllowed);
    assertThat(cluster.grantsTo(id("Groups", "displayName", "Order Staff"))).isEmpty();
    assertThat(
            cluster.client().v1().events().inNamespace("rival").list().getItems().stream()
                .filter(event -> event.getReason().equals("AccessRevoked")))
        .hasSize(1);
  }

  /** A withdrawal while the operator is down is followed by the deletion of what remains. */
  @Test
  void deletionAfterWithdrawalLeavesNothing() {
    policy("domainRoles: [Audit Administrator]\ngrantees: [App, Group]");
    apply("tenant", CLIENT + "  appRoles: [{role: Audit Administrator}]\n");
    apply("tenant", GRANT.replace("ROLE", "Audit Administrator"));
    apply("tenant", API);
    apply("tenant", ROLE);
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Synced);
    cluster.awaitIn("tenant", AppRole.class, "reader", Reason.Synced);
    apply("tenant", namespace("tier: lead"));
    cluster.deleteIn("tenant", AppRoleGrant.class, "grant");
    cluster.deleteIn("tenant", AppRole.class, "reader");
    cluster.deleteIn("tenant", ClientApplication.class, "client");
    cluster.deleteIn("tenant", ClientApplication.class, "api");
    assertThat(cluster.domain().app("tenant_client").isMissingNode()).isTrue();
    assertThat(cluster.domain().app("tenant_api").isMissingNode()).isTrue();
    assertThat(cluster.grantsTo(id("Groups", "displayName", "Order Staff"))).isEmpty();
  }

  /** The list of roles may be left out of the spec: what was granted counts. */
  @Test
  void leftOutListOfRolesKeepsNoWithdrawnRole() {
    policy("domainRoles: [Audit Administrator]");
    apply("tenant", CLIENT + "  appRoles: [{role: Audit Administrator}]\n");
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    apply("tenant", CLIENT);
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    policy("domainRoles: [Signin]");
    var client = cluster.domain().app("tenant_client").path("id").asText();
    await().until(() -> cluster.grantsTo(client).isEmpty());
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
  }

  /** An application that is gone has not withdrawn its consent. */
  @Test
  void absentApplicationWithdrawsNothing() {
    apply("rival", API + "  consumers: {from: All}\n  deletionPolicy: Retain\n");
    apply("rival", ROLE.replace("{name: api}", "{name: api}, deletionPolicy: Retain"));
    apply("tenant", OWN_GRANT.replace("{name: api}", "{name: api, namespace: rival}"));
    apply(
        "tenant",
        CLIENT.replace(
                "[client_credentials]",
                "[client_credentials], allowedScopes: [\"https://rival.example.com/read\"]")
            + "  appRoles: [{role: reader, application: {name: api, namespace: rival}}]\n");
    cluster.awaitIn("tenant", ClientApplication.class, "client", Reason.Synced);
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.Synced);
    cluster.deleteIn("rival", AppRole.class, "reader");
    cluster.deleteIn("rival", ClientApplication.class, "api");
    for (var kind : List.of(AppRoleGrant.class, ClientApplication.class)) {
      var name = kind == AppRoleGrant.class ? "grant" : "client";
      await()
          .until(() ->
              !OperatorFixture.ready(
                      cluster.client().resources(kind).inNamespace("tenant").withName(name).get())
                  .orElseThrow()
                  .reason()
                  .equals(Reason.Synced.name()));
    }
    apply(
        "tenant",
        OWN_GRANT.replace("{name: api}", "{name: api, namespace: rival}")
            + "  deletionPolicy: Delete\n");
    cluster.awaitIn("tenant", AppRoleGrant.class, "grant", Reason.NamespaceNotAllowed);
    assertThat(cluster.grantsTo(id("Groups", "displayName", "Order Staff"))).hasSize(1);
    assertThat(cluster.grantsTo(cluster.domain().app("tenant_client").path("id").asText()))
        .hasSize(1);
    assertThat(cluster.allowedScopes("tenant_client"))
        .containsExactly("https://rival.example.com/read");
  }

  /** The inventory of a connection that has not read the domain lacks every grant. */
  @Test
  void deletionWaitsForTheFirstReadOfConnection() {
    apply("shop", GRANT.replace("ROLE", "Audit Administrator"));
    apply("shop", API);
    apply("shop", ROLE);
    cluster.awaitReason(AppRoleGrant.class, "grant", Reason.Synced);
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
    var secret = cluster.client().secrets().inNamespace("shop").withName("domain-admin");
    secret.edit(s -> new SecretBuilder(s).addToStringData("client-secret", "wrong").build());
    cluster.awaitReason(IdentityDomain.class, "main", Reason.CredentialsRejected);
    cluster.restartOperator();
    cluster.client().resources(AppRoleGrant.class).inNamespace("shop").withName("grant").delete();
    cluster.client().resources(AppRole.class).inNamespace("shop").withName("reader").delete();
    cluster.awaitReason(AppRoleGrant.class, "grant", Reason.DeletionBlocked);
    cluster.awaitReason(AppRole.class, "reader", Reason.DeletionBlocked);
    cluster.apply(OperatorFixture.DOMAIN + ADMITS);
    await()
        .until(() ->
            cluster.grantsTo(id("Groups", "displayName", "Order Staff")).isEmpty()
                && cluster.domain().find("AppRoles", "displayName", "reader").isMissingNode());
  }

  /** The reply to a creation is lost: the announcement says whose the grant is. */
  @Test
  void grantAndRoleWithoutReplyBelongToTheirResources() {
    apply("shop", API);
    cluster.awaitReason(ClientApplication.class, "api", Reason.Synced);
    for (var path : List.of("Grants", "AppRoles")) {
      cluster.domain().faults().arm("POST /admin/v1/" + path + "$", new Fault.DropReply(), 1);
    }
    apply("shop", GRANT.replace("ROLE", "Audit Administrator"));
    apply("shop", ROLE);
    cluster.awaitReason(AppRoleGrant.class, "grant", Reason.Synced);
    cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
    cluster.deleteAndAwait(AppRoleGrant.class, "grant");
    cluster.deleteAndAwait(AppRole.class, "reader");
    assertThat(cluster.grantsTo(id("Groups", "displayName", "Order Staff"))).isEmpty();
    assertThat(cluster.domain().find("AppRoles", "displayName", "reader").isMissingNode()).isTrue();
  }

  /** All calls but those of full reads and token requests. */
  private List<String> calls() {
    return cluster.domain().calls().stream()
        .filter(call -> !call.query().contains("startIndex") && !call.line().contains("oauth2"))
        .map(call -> call.line())
        .toList();
  }

  private <R extends CustomResource<?, ?>> void forge(
      String namespace, Class<R> kind, String name, String status) {
    cluster
        .client()
        .resources(kind)
        .inNamespace(namespace)
        .withName(name)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), status);
  }

  private String message(
      String namespace, Class<? extends CustomResource<?, ?>> kind, String name) {
    var found = cluster.client().resources(kind).inNamespace(namespace).withName(name).get();
    return OperatorFixture.ready(found).map(condition -> condition.message()).orElse("");
  }

  private List<JsonNode> contents() {
    return Stream.of("Apps", "AppRoles", "Grants")
        .flatMap(type -> cluster.domain().resources(type))
        .toList();
  }

  private String id(String type, String attribute, String text) {
    return cluster.domain().find(type, attribute, text).path("id").asText();
  }

  private String grantByHand(String granteeType, String granteeId, String role) {
    var grant = JsonNodeFactory.instance.objectNode();
    grant.putObject("grantee").put("type", granteeType).put("value", granteeId);
    grant.putObject("app").put("value", "IDCSAppId");
    grant
        .putObject("entitlement")
        .put("attributeName", "appRoles")
        .put("attributeValue", id("AppRoles", "displayName", role));
    var mechanism =
        switch (granteeType) {
          case "Group" -> "ADMINISTRATOR_TO_GROUP";
          case "User" -> "ADMINISTRATOR_TO_USER";
          default -> "ADMINISTRATOR_TO_DYNAMIC_RESOURCE_GROUP";
        };
    var id = cluster.domain().make("Grants", grant.put("grantMechanism", mechanism));
    cluster.awaitFullRead();
    return id;
  }

  private void makeApp(String clientId, String displayName) {
    var app = named("displayName", displayName).put("name", clientId);
    app.put("isOAuthClient", true).put("clientType", "confidential");
    app.putArray("allowedGrants").add("client_credentials");
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    cluster.domain().make("Apps", app);
  }

  private static ObjectNode named(String attribute, String name) {
    return JsonNodeFactory.instance.objectNode().put(attribute, name);
  }
}
