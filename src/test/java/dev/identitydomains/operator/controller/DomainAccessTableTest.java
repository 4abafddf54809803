package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a resource of each kind does to the domain, in each situation of its namespace, when
 * somebody creates, changes and deletes it. Nothing of anybody else changes in any row.
 */
class DomainAccessTableTest {

  private static final String MANIFESTS =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: NAMESPACE}
      spec:
        domainRef: {name: main, namespace: shop}
        clientId: NAMESPACE_api
        displayName: NAMESPACE api
        description: First
        deletionPolicy: Delete
        resourceServer: {audience: "https://NAMESPACE.example.com/", scopes: [{value: read}]}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: NAMESPACE}
      spec: {applicationRef: {name: api}, availableTo: [Clients, Groups, Users], description: First}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: staff, namespace: NAMESPACE}
      spec:
        role: {role: reader, application: {name: api}}
        grantee: {group: Order Staff}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppAssignment
      metadata: {name: staff, namespace: NAMESPACE}
      spec:
        applicationRef: {name: api}
        grantee: {group: Order Staff}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRoleGrant
      metadata: {name: audit, namespace: NAMESPACE}
      spec:
        domainRef: {name: main, namespace: shop}
        role: {role: ROLE}
        grantee: {group: Order Staff}
      """;

  /** The state of the namespace {@code tenant}. */
  enum Situation {
    /** The domain has never admitted it. */
    OUTSIDER,
    /** The domain admits it no longer. */
    WITHDRAWN,
    /** The domain has never admitted it, and the statuses name objects of others. */
    FORGED,
    /** The domain admits it, and the statuses name another domain. */
    MOVED,
    /** The domain admits it, and the resources are paused. */
    PAUSED
  }

  /** One resource of the manifests. */
  enum Subject {
    APPLICATION(ClientApplication.class, "api"),
    ROLE(AppRole.class, "reader"),
    OWN_GRANT(AppRoleGrant.class, "staff"),
    ASSIGNMENT(AppAssignment.class, "staff"),
    DOMAIN_GRANT(AppRoleGrant.class, "audit");

    private final Class<? extends CustomResource<?, ?>> kind;
    private final String name;

    Subject(Class<? extends CustomResource<?, ?>> kind, String name) {
      this.kind = kind;
      this.name = name;
    }
  }

  @AutoClose private OperatorFixture cluster;

  static Stream<Arguments> rows() {
    return Arrays.stream(Situation.values())
        .flatMap(situation ->
            Arrays.stream(Subject.values()).map(subject -> Arguments.of(situation, subject)));
  }

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    label("rival", "gold");
    cluster.apply(
        OperatorFixture.DOMAIN
            + """
              allowedNamespaces: {from: Selector, selector: {matchLabels: {tier: gold}}}
              policies:
              - {namespaces: {from: All}, domainRoles: ["*"], grantees: [Group]}
            """);
    cluster.awaitReason(IdentityDomain.class, "main", Reason.Synced);
    apply("rival", "Audit Administrator");
    awaitAll("rival", Reason.Synced);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void changesNothingOfOthers(Situation situation, Subject subject) {
    var admittedAtFirst = situation != Situation.OUTSIDER && situation != Situation.FORGED;
    label("tenant", admittedAtFirst ? "gold" : "lead");
    if (situation == Situation.WITHDRAWN || situation == Situation.MOVED) {
      apply("tenant", "Help Desk Administrator");
      awaitAll("tenant", Reason.Synced);
    }
    if (situation == Situation.WITHDRAWN) {
      label("tenant", "lead");
      awaitAll("tenant", Reason.NamespaceNotAllowed);
    }
    var others = others();
    var calls = calls();

    create(situation);
    assertThat(calls()).as("after create").isEqualTo(calls);
    change(situation, subject);
    assertThat(calls()).as("after change").isEqualTo(calls);
    delete(situation, subject);
    assertThat(others()).isEqualTo(others);
    var removals = calls().stream().skip(calls.size()).toList();
    if (situation == Situation.WITHDRAWN && subject == Subject.APPLICATION) {
      assertThat(removals).last().asString().startsWith("DELETE /admin/v1/Apps/");
    } else if (situation == Situation.WITHDRAWN && subject == Subject.ROLE) {
      assertThat(removals).singleElement().asString().startsWith("DELETE /admin/v1/AppRoles/");
    } else {
      assertThat(removals).isEmpty();
    }
    assertThat(own()).hasSize(remaining(situation, subject));
  }

  /** The number of objects of the tenant that the domain has in the end. */
  private static int remaining(Situation situation, Subject subject) {
    return switch (situation) {
      case OUTSIDER, FORGED, PAUSED -> 0;
      // the App and its role; a withdrawal has revoked the grants
      case WITHDRAWN ->
          switch (subject) {
            case APPLICATION -> 0;
            case ROLE -> 1;
            case OWN_GRANT, ASSIGNMENT, DOMAIN_GRANT -> 2;
          };
      case MOVED -> 5; // the App, its role and three grants
    };
  }

  private void create(Situation situation) {
    switch (situation) {
      case WITHDRAWN -> {}
      case MOVED ->
          forge("{\"status\": {\"domain\": \"shop/elsewhere\", \"application\": \"elsewhere\"}}");
      case OUTSIDER -> {
        apply("tenant", "Help Desk Administrator");
        awaitAll("tenant", Reason.NamespaceNotAllowed);
      }
      case FORGED -> {
        apply("tenant", "Audit Administrator");
        awaitAll("tenant", Reason.NamespaceNotAllowed);
        forge(statusOfOthers());
      }
      case PAUSED -> {
        cluster.apply(
            manifests("tenant", "Help Desk Administrator")
                .replace(
                    "namespace: tenant}",
                    "namespace: tenant, annotations: {identitydomains.dev/paused: \"true\"}}"));
        awaitLaterResources();
      }
    }
  }

  /** A status that names the objects of rival. */
  private String statusOfOthers() {
    var rival = cluster.domain().app("rival_api").path("id").asText();
    var grant = get("rival", Subject.DOMAIN_GRANT);
    return Serialization.asJson(
        Map.of(
            "status",
            Map.of(
                "domain",
                "shop/main",
                "application",
                "api",
                "appId",
                rival,
                "clientId",
                "rival_api",
                "roleId",
                String.valueOf(((AppRole) get("rival", Subject.ROLE)).getStatus().roleId()),
                "uniqueName",
                rival + "_reader",
                "grantId",
                String.valueOf(((AppRoleGrant) grant).getStatus().grantId()),
                "granteeId",
                String.valueOf(((AppRoleGrant) grant).getStatus().granteeId()),
                "grants",
                ((AppRoleGrant) grant).getStatus().grants())));
  }

  private void forge(String status) {
    for (var subject : Subject.values()) {
      cluster
          .client()
          .resources(subject.kind)
          .inNamespace("tenant")
          .withName(subject.name)
          .subresource("status")
          .patch(PatchContext.of(PatchType.JSON_MERGE), status);
    }
  }

  private void change(Situation situation, Subject subject) {
    if (situation == Situation.MOVED) {
      return; // a change would be reconciled with the domain of the spec
    }
    var resource =
        cluster.client().resources(subject.kind).inNamespace("tenant").withName(subject.name);
    resource.patch(
        PatchContext.of(PatchType.JSON_MERGE),
        subject == Subject.APPLICATION || subject == Subject.ROLE
            ? "{\"spec\": {\"description\": \"Second\"}}"
            : "{\"spec\": {\"grantee\": {\"group\": \"Other\"}}}");
    if (situation == Situation.PAUSED) {
      awaitLaterResources();
    } else {
      awaitIn("tenant", subject, Reason.NamespaceNotAllowed);
    }
  }

  private void delete(Situation situation, Subject subject) {
    var resource =
        cluster.client().resources(subject.kind).inNamespace("tenant").withName(subject.name);
    resource.delete();
    if (situation == Situation.PAUSED) {
      awaitLaterResources();
      assertThat(resource.get()).isNotNull();
    } else if (situation == Situation.MOVED && subject != Subject.ROLE) {
      awaitIn("tenant", subject, Reason.DeletionBlocked);
    } else {
      resource.waitUntilCondition(Objects::isNull, 20, TimeUnit.SECONDS);
    }
  }

  /** Waits until resources of each kind that are created now are reconciled. */
  private void awaitLaterResources() {
    var name = "later" + calls().size() + System.nanoTime();
    label(name, "lead");
    apply(name, "Signin");
    awaitAll(name, Reason.NamespaceNotAllowed);
  }

  private void awaitAll(String namespace, Reason reason) {
    for (var subject : Subject.values()) {
      awaitIn(namespace, subject, reason);
    }
  }

  private void awaitIn(String namespace, Subject subject, Reason reason) {
    await()
        .untilAsserted(() ->
            assertThat(OperatorFixture.ready(get(namespace, subject)))
                .as(subject.toString())
                .hasValueSatisfying(ready -> {
                  assertThat(ready.reason()).isEqualTo(reason.name());
                  assertThat(ready.observedGeneration())
                      .isEqualTo(get(namespace, subject).getMetadata().getGeneration());
                }));
  }

  private CustomResource<?, ?> get(String namespace, Subject subject) {
    return cluster
        .client()
        .resources(subject.kind)
        .inNamespace(namespace)
        .withName(subject.name)
        .get();
  }

  private void label(String namespace, String tier) {
    cluster.apply(
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s, labels: {tier: %s}}\n"
            .formatted(namespace, tier));
  }

  private void apply(String namespace, String role) {
    cluster.apply(manifests(namespace, role));
  }

  private static String manifests(String namespace, String role) {
    return MANIFESTS.replace("NAMESPACE", namespace).replace("ROLE", role);
  }

  private List<JsonNode> own() {
    return contents().filter(this::isTenants).toList();
  }

  private List<JsonNode> others() {
    return contents().filter(found -> !isTenants(found)).toList();
  }

  /** Whether an object is the App of the tenant, a role of it, or a grant that only it declares. */
  private boolean isTenants(JsonNode found) {
    var app = cluster.domain().app("tenant_api").path("id").asText("none");
    var role =
        cluster
            .domain()
            .find("AppRoles", "displayName", "Help Desk Administrator")
            .path("id")
            .asText();
    return found.path("id").asText().equals(app)
        || found.at("/app/value").asText().equals(app)
        || found.at("/entitlement/attributeValue").asText().equals(role);
  }

  private Stream<JsonNode> contents() {
    return Stream.of("Apps", "AppRoles", "Grants", "OAuthClientCertificates")
        .flatMap(type -> cluster.domain().resources(type));
  }

  /** The calls but those of full reads and for tokens. */
  private List<String> calls() {
    return cluster.domain().calls().stream()
        .filter(call -> !call.query().contains("startIndex"))
        .map(IdentityDomainEmulator.Call::line)
        .filter(line -> !line.contains("oauth2") && !line.contains("openid-configuration"))
        .toList();
  }
}
