package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has an App whose resource is deleted, made anew, restored or moved. */
class OwnershipTest {

  private static final String ADMITS =
      """
        driftCheckInterval: 1s
        allowedNamespaces: {from: All}
      """;

  private static final String LEDGER =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: ledger, namespace: tenant}
      spec:
        domainRef: {name: main, namespace: shop}
        client: {grantTypes: [client_credentials]}
      """;

  private static final String NAMED = LEDGER + "  clientId: ledger_prod\n";
  private static final String RETAIN = "  deletionPolicy: Retain\n";

  private static final String ROLE_AND_GRANTS =
      """
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: tenant}
      spec: {applicationRef: {name: ledger}, availableTo: [Clients, Groups, Users]}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: own, namespace: tenant}
      spec:
        role: {role: reader, application: {name: ledger}}
        grantee: {group: Order Staff}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: administrators, namespace: tenant}
      spec:
        domainRef: {name: main, namespace: shop}
        role: {role: Audit Administrator}
        grantee: {group: Order Staff}
      """;

  private static final String POLICY =
      """
        policies:
        - namespaces: {from: All}
          domainRoles: [Audit Administrator]
          grantees: [Group]
          adoption: {clientIds: [ledger_prod]}
      """;

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    makeNamespace();
    cluster.apply(OperatorFixture.DOMAIN + ADMITS);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
  }

  private void makeNamespace() {
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: tenant}\n");
  }

  /** S13. */
  @ParameterizedTest
  @ValueSource(strings = {LEDGER, NAMED})
  void sameNameInSameNamespaceTakesUpRetainedApp(String ledger) {
    cluster.apply(ledger + RETAIN + "  tags: {team: a}\n");
    var made = awaitReady();
    var secret = clientSecret(cluster);
    var tag = Objects.requireNonNull(tags(made).get("identitydomains.dev/owner"));
    assertThat(tag).isEqualTo(tag(cluster, uid(cluster)));

    cluster.deleteIn("tenant", ClientApplication.class, "ledger");
    assertThat(tags(made)).isEqualTo(Map.of("identitydomains.dev/retained-from", tag, "team", "a"));
    awaitOrphans(1);
    assertThat(cluster.events("Retained")).isEmpty(); // the event is in the tenant's namespace

    await().until(() -> secrets(cluster).isEmpty() || deleteSecrets());
    cluster.apply(ledger + RETAIN + "  tags: {team: b}\n");
    var again = awaitReady();
    assertThat(again.getStatus().appId()).isEqualTo(made.getStatus().appId());
    assertThat(again.getStatus().clientId()).isEqualTo(made.getStatus().clientId());
    assertThat(clientSecret(cluster)).isEqualTo(secret);
    assertThat(tags(made)).isEqualTo(Map.of("identitydomains.dev/owner", tag, "team", "b"));
    assertThat(cluster.eventReasons()).doesNotContain("DomainUnavailable");
    assertThat(cluster.writes()).noneMatch(call -> call.contains("Regenerator"));
    awaitOrphans(0);
    cluster.apply(ledger);
    cluster.deleteIn("tenant", ClientApplication.class, "ledger");
    assertThat(app(made).isMissingNode()).isTrue();
  }

  private boolean deleteSecrets() {
    cluster.client().secrets().inNamespace("tenant").delete(); // as the garbage collector does
    return false;
  }

  /** S13: whoever gets the name of the namespace has nothing of what was there. */
  @ParameterizedTest
  @ValueSource(strings = {LEDGER, NAMED})
  void laterNamespaceOfSameNameHasNoRetainedApp(String ledger) {
    cluster.apply(ledger + RETAIN);
    var made = awaitReady();
    var before = app(made);
    cluster.deleteIn("tenant", ClientApplication.class, "ledger");
    recreateNamespace();
    var retained = app(made);

    cluster.apply(ledger);
    var named = ledger.equals(NAMED);
    cluster.awaitIn("tenant", ClientApplication.class, "ledger", Reason.Conflict);
    assertThat(message()).contains("was left by a deleted resource");
    assertThat(secrets(cluster)).isEmpty();
    cluster.deleteIn("tenant", ClientApplication.class, "ledger");
    assertThat(app(made)).isEqualTo(retained);

    cluster.apply(ledger + "  adoptionPolicy: ByClientId\n");
    cluster.awaitIn("tenant", ClientApplication.class, "ledger", Reason.NotPermitted);
    if (named) {
      cluster.apply(OperatorFixture.DOMAIN + ADMITS + POLICY);
      awaitReady();
      assertThat(app(made).path("clientSecret")).isEqualTo(before.path("clientSecret"));
      assertThat(tags(made))
          .isEqualTo(
              Map.of(
                  "identitydomains.dev/owner",
                  tag(cluster, uid(cluster)),
                  "identitydomains.dev/adopted",
                  "true"));
    }
  }

  /** S13: nor has it an App whose resource went without the operator. */
  @Test
  void laterNamespaceOfSameNameHasNoOrphanedApp() {
    cluster.apply(NAMED);
    var made = awaitReady();
    var before = app(made);
    removeWithoutOperator();
    awaitOrphans(1);
    assertThat(cluster.events("OrphansFound"))
        .singleElement()
        .asString()
        .contains("do not exist: 1,", "tenant/ledger");
    recreateNamespace();
    cluster.apply(NAMED + "  adoptionPolicy: ByClientId\n");
    cluster.awaitIn("tenant", ClientApplication.class, "ledger", Reason.NotPermitted);
    cluster.apply(OperatorFixture.DOMAIN + ADMITS + POLICY);
    cluster.awaitIn("tenant", ClientApplication.class, "ledger", Reason.Conflict);
    cluster.deleteIn("tenant", ClientApplication.class, "ledger");
    assertThat(app(made)).isEqualTo(before);
  }

  @Test
  void sameNameInSameNamespaceGoesOnWithOwnApp() {
    cluster.apply(LEDGER);
    var made = awaitReady();
    removeWithoutOperator();
    cluster.apply(LEDGER + "  clientId: another\n");
    cluster.awaitIn("tenant", ClientApplication.class, "ledger", Reason.Conflict);
    assertThat(message()).contains(made.getStatus().clientId() + " instead of another");
    removeWithoutOperator();

    cluster.apply(LEDGER);
    var again = awaitReady();
    assertThat(again.getStatus().appId()).isEqualTo(made.getStatus().appId());
    assertThat(again.getStatus().clientId()).isEqualTo(made.getStatus().clientId());
    assertThat(OperatorFixture.value(secrets(cluster).getFirst(), "client-id"))
        .isEqualTo(made.getStatus().clientId());
    assertThat(cluster.writes().stream().filter(call -> call.equals("POST /admin/v1/Apps")))
        .hasSize(1);
  }

  /** A declared client id that no App of the resource has makes a new App beside a retained one. */
  @Test
  void declaredClientIdLeavesRetainedAppAlone() {
    cluster.apply(LEDGER + RETAIN);
    var made = awaitReady();
    cluster.deleteIn("tenant", ClientApplication.class, "ledger");
    var retained = app(made);
    cluster.apply(NAMED + RETAIN + "  displayName: Another ledger\n");
    assertThat(awaitReady().getStatus().clientId()).isEqualTo("ledger_prod");
    cluster.deleteIn("tenant", ClientApplication.class, "ledger");
    assertThat(app(made)).isEqualTo(retained);

    cluster.apply(LEDGER);
    cluster.awaitIn("tenant", ClientApplication.class, "ledger", Reason.Conflict);
    assertThat(message()).as("two Apps were left to the resource").contains("only one App");
  }

  /** The domain's deletionPolicy holds for what is silent, and never for adopted objects. */
  @Test
  void domainDecidesOnSilentResources() {
    cluster.apply(OperatorFixture.DOMAIN + ADMITS + POLICY + "  deletionPolicy: Retain\n");
    cluster.apply(NAMED + ROLE_AND_GRANTS);
    var made = awaitAll(cluster);
    var grants = cluster.domain().resources("Grants").toList();
    for (var kind : List.of(AppRoleGrant.class, AppRole.class, ClientApplication.class)) {
      cluster
          .client()
          .resources(kind)
          .inNamespace("tenant")
          .list()
          .getItems()
          .forEach(found -> cluster.deleteIn("tenant", kind, found.getMetadata().getName()));
    }
    assertThat(cluster.domain().resources("Grants")).isEqualTo(grants);
    assertThat(cluster.domain().find("AppRoles", "displayName", "reader").isMissingNode())
        .isFalse();
    assertThat(tags(made)).containsOnlyKeys("identitydomains.dev/retained-from");

    cluster.apply(NAMED + "  deletionPolicy: Delete\n");
    awaitReady();
    cluster.deleteIn("tenant", ClientApplication.class, "ledger");
    assertThat(app(made).isMissingNode()).isTrue();
  }

  /** S13: everything is taken over, nothing is made twice, and the former cluster stops. */
  @Test
  void successorTakesOverRestoredResources() throws IOException {
    cluster.apply(OperatorFixture.DOMAIN + ADMITS + POLICY);
    cluster.apply(LEDGER + ROLE_AND_GRANTS);
    var made = awaitAll(cluster);
    var before = contents();
    var backup = Serialization.asYaml(restorable(secrets(cluster).getFirst()));
    var former = clusterId(cluster);
    var writes = cluster.writes().size();

    try (var restored = OperatorFixture.start(cluster.domain(), EmbeddedKubernetes.start())) {
      restored.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: tenant}\n");
      restored.apply(backup);
      restored.apply(OperatorFixture.DOMAIN + ADMITS + POLICY);
      restored.apply(LEDGER + ROLE_AND_GRANTS);
      restored.awaitIn("tenant", ClientApplication.class, "ledger", Reason.SecretConflict);
      assertThat(cluster.writes()).as("without consent of the domain").hasSize(writes);

      restored.apply(
          OperatorFixture.DOMAIN + ADMITS + POLICY + "  successorOf: [%s]\n".formatted(former));
      var moved = awaitAll(restored);
      assertThat(moved.getStatus().appId()).isEqualTo(made.getStatus().appId());
      assertThat(moved.getStatus().clientId()).isEqualTo(made.getStatus().clientId());
      assertThat(clientSecret(restored)).isEqualTo(clientSecret(cluster));
      assertThat(contents()).isEqualTo(before);
      assertThat(tags(made))
          .isEqualTo(Map.of("identitydomains.dev/owner", tag(restored, uid(restored))));
      assertThat(cluster.writes().subList(writes, cluster.writes().size()))
          .singleElement()
          .asString()
          .startsWith("PATCH /admin/v1/Apps/");

      cluster.awaitIn("tenant", ClientApplication.class, "ledger", Reason.Conflict);
      cluster.deleteIn("tenant", ClientApplication.class, "ledger");
      assertThat(contents()).isEqualTo(before);

      for (var grant : List.of("own", "administrators")) {
        restored.deleteIn("tenant", AppRoleGrant.class, grant);
      }
      assertThat(restored.grantsTo(group()))
          .as("Grants of the domain's own roles may have been made by hand")
          .hasSize(1);
      restored.deleteIn("tenant", AppRole.class, "reader");
      restored.deleteIn("tenant", ClientApplication.class, "ledger");
      assertThat(app(made).isMissingNode()).isTrue();
    }
  }

  /** S13: nor while what it knows of the domain is old. */
  @Test
  void formerClusterDeletesNothingThatItsSuccessorHas() throws IOException {
    cluster.apply(
        OperatorFixture.DOMAIN
            + ADMITS.replace("driftCheckInterval: 1s", "driftCheckInterval: 1h"));
    cluster.apply(LEDGER);
    var made = awaitReady();
    try (var restored = OperatorFixture.start(cluster.domain(), EmbeddedKubernetes.start())) {
      restored.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: tenant}\n");
      restored.apply(
          OperatorFixture.DOMAIN + ADMITS + "  successorOf: [%s]\n".formatted(clusterId(cluster)));
      restored.apply(LEDGER);
      restored.awaitIn("tenant", ClientApplication.class, "ledger", Reason.Synced);
      cluster.deleteIn("tenant", ClientApplication.class, "ledger");
      assertThat(app(made).path("active").asBoolean()).isTrue();
      assertThat(tags(made))
          .isEqualTo(Map.of("identitydomains.dev/owner", tag(restored, uid(restored))));
    }
  }

  /** An orphan of a former namespace is not confused with a resource of that name. */
  @Test
  void orphanOfFormerNamespaceIsNamed() {
    cluster.apply(LEDGER + RETAIN);
    awaitReady();
    cluster.deleteIn("tenant", ClientApplication.class, "ledger");
    var former = uid(cluster);
    recreateNamespace();
    cluster.apply(LEDGER + "  displayName: Another ledger\n");
    awaitReady();
    awaitOrphans(1);
    cluster.apply(LEDGER.replace("{name: ledger,", "{name: books,") + RETAIN);
    cluster.awaitIn("tenant", ClientApplication.class, "books", Reason.Synced);
    cluster.deleteIn("tenant", ClientApplication.class, "books");
    awaitOrphans(2);
    assertThat(cluster.events("OrphansFound"))
        .last(InstanceOfAssertFactories.STRING)
        .contains(
            "tenant/books,", "tenant/ledger of a former namespace (UID %s)".formatted(former));
  }

  /** A restored namespace of the same cluster has another UID. */
  @Test
  void clusterMaySucceedItself() {
    cluster.apply(LEDGER);
    var made = awaitReady();
    removeWithoutOperator();
    recreateNamespace();
    cluster.apply(
        OperatorFixture.DOMAIN + ADMITS + "  successorOf: [%s]\n".formatted(clusterId(cluster)));
    cluster.apply(LEDGER);
    assertThat(awaitReady().getStatus().appId()).isEqualTo(made.getStatus().appId());
  }

  private ClientApplication awaitAll(OperatorFixture where) {
    where.awaitIn("tenant", AppRole.class, "reader", Reason.Synced);
    where.awaitIn("tenant", AppRoleGrant.class, "own", Reason.Synced);
    where.awaitIn("tenant", AppRoleGrant.class, "administrators", Reason.Synced);
    return where.awaitIn("tenant", ClientApplication.class, "ledger", Reason.Synced);
  }

  private ClientApplication awaitReady() {
    return cluster.awaitIn("tenant", ClientApplication.class, "ledger", Reason.Synced);
  }

  private void awaitOrphans(int count) {
    await()
        .until(() ->
            Objects.equals(
                Objects.requireNonNull(cluster.domainResource()).getStatus().orphans(), count));
  }

  private String message() {
    var app =
        cluster
            .client()
            .resources(ClientApplication.class)
            .inNamespace("tenant")
            .withName("ledger")
            .get();
    return OperatorFixture.ready(app).orElseThrow().message();
  }

  /** As somebody does who removes the finalizer. */
  private void removeWithoutOperator() {
    var resource =
        cluster
            .client()
            .resources(ClientApplication.class)
            .inNamespace("tenant")
            .withName("ledger");
    OperatorFixture.annotate(resource, "identitydomains.dev/paused", "true");
    resource.delete();
    OperatorFixture.strip(resource);
    deleteSecrets();
    await().until(() -> resource.get() == null);
  }

  private void recreateNamespace() {
    var namespace = cluster.client().namespaces().withName("tenant");
    namespace.delete();
    await().until(() -> namespace.get() == null);
    makeNamespace();
  }

  private static String uid(OperatorFixture where) {
    return where.client().namespaces().withName("tenant").get().getMetadata().getUid();
  }

  private static String clusterId(OperatorFixture where) {
    return where.client().namespaces().withName("kube-system").get().getMetadata().getUid();
  }

  private static String tag(OperatorFixture where, String uid) {
    return "%s/tenant@%s/ledger".formatted(clusterId(where), uid);
  }

  private JsonNode app(ClientApplication made) {
    return cluster.domain().find("Apps", "id", Objects.requireNonNull(made.getStatus().appId()));
  }

  private Map<String, String> tags(ClientApplication made) {
    return app(made)
        .path("tags")
        .valueStream()
        .collect(
            Collectors.toMap(tag -> tag.path("key").asText(), tag -> tag.path("value").asText()));
  }

  private String group() {
    return cluster.domain().find("Groups", "displayName", "Order Staff").path("id").asText();
  }

  /** The ids of what is in the domain. */
  private Set<String> contents() {
    return List.of("Apps", "AppRoles", "Grants").stream()
        .flatMap(cluster.domain()::resources)
        .map(resource -> resource.path("id").asText())
        .collect(Collectors.toSet());
  }

  private static List<Secret> secrets(OperatorFixture where) {
    return where.client().secrets().inNamespace("tenant").list().getItems();
  }

  private static String clientSecret(OperatorFixture where) {
    return OperatorFixture.value(secrets(where).getFirst(), "client-secret");
  }

  /** What a backup keeps: no owner, no UID. */
  private static Secret restorable(Secret secret) {
    var metadata = secret.getMetadata();
    secret.setMetadata(
        new ObjectMetaBuilder()
            .withName(metadata.getName())
            .withNamespace(metadata.getNamespace())
            .withLabels(metadata.getLabels())
            .withAnnotations(metadata.getAnnotations())
            .build());
    return secret;
  }
}
