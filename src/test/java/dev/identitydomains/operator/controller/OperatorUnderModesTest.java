package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.DomainMode;
import dev.identitydomains.sandbox.domain.DomainOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where the service's sources differ or say nothing, the operator comes to the same end whichever
 * is right: the life of an API, its role and a client, under each mode of the domain and under
 * random mixes.
 */
class OperatorUnderModesTest {

  private static final String API =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: api, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: api
        description: An API
        resourceServer: {audience: "https://api.example.com/", scopes: [{value: read}, {value: write}]}
      ---
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: shop}
      spec: {applicationRef: {name: api}, displayName: Reader, description: Reads, availableTo: [Clients]}
      """;

  private static final String CLIENT =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: robot, namespace: shop}
      spec:
        domainRef: {name: main}
        clientId: robot
        description: DESCRIPTION
        client:
          grantTypes: [client_credentials, authorization_code]
          redirectUris: ["https://robot.example.com/"]
          postLogoutRedirectUris: [LOGOUT]
          allowedScopes: [SCOPES]
        appRoles: [{role: Reader, application: {name: api}}]
      """;

  /** But for those of object limits, which {@link ObjectLimitsTest} has. */
  private static final List<DomainMode> MODES =
      Arrays.stream(DomainMode.values()).filter(mode -> !mode.name().startsWith("LIMIT")).toList();

  static Stream<Set<DomainMode>> modes() {
    var mixes =
        LongStream.of(1, 2)
            .mapToObj(Random::new)
            .map(random ->
                MODES.stream()
                    .filter(_ -> random.nextBoolean())
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(DomainMode.class))));
    return Stream.concat(MODES.stream().map(EnumSet::of), mixes);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void lifeOfApplicationIsTheSame(Set<DomainMode> modes) throws IOException {
    try (var cluster = OperatorFixture.start(DomainOptions.defaults().withModes(modes))) {
      cluster.apply(OperatorFixture.DOMAIN + "  driftCheckInterval: 1s\n");
      cluster.apply(client("A robot", "\"https://robot.example.com/bye\"", "read", "write"));
      cluster.apply(API);
      cluster.awaitReady("api");
      cluster.awaitReason(AppRole.class, "reader", Reason.Synced);
      var robot = cluster.awaitReady("robot");
      var app = cluster.domain().app("robot");
      assertThat(app.path("active").asBoolean()).isTrue();
      assertThat(app.path("grantedAppRoles")).hasSize(1);
      assertThat(cluster.allowedScopes("robot")).hasSize(2);
      if (!modes.contains(DomainMode.INACTIVE_AT_CREATE)) {
        assertThat(cluster.eventReasons()).doesNotContain(Reason.DomainUnavailable.name());
      }

      cluster.apply(client("", "", "read"));
      await()
          .untilAsserted(() -> {
            var now = cluster.domain().app("robot");
            assertThat(now.path("description").asText()).isEmpty();
            assertThat(now.path("postLogoutRedirectUris")).isEmpty();
            assertThat(cluster.allowedScopes("robot")).hasSize(1);
          });
      cluster.awaitReady("robot");

      var secret = cluster.domain().app("robot").path("clientSecret").asText();
      cluster.annotate("robot", "identitydomains.dev/rotate-secret", "1");
      await()
          .until(() -> !cluster.domain().app("robot").path("clientSecret").asText().equals(secret));

      cluster
          .domain()
          .edit(
              "Apps",
              app.path("id").asText(),
              "description",
              JsonNodeFactory.instance.textNode("odd"));
      await().until(() -> cluster.domain().app("robot").path("description").asText().isEmpty());
      cluster.awaitReady("robot");

      var name = robot.getStatus().binding().name();
      await()
          .until(() ->
              cluster
                  .secret(name)
                  .filter(found ->
                      OperatorFixture.value(found, "client-secret")
                          .equals(cluster.domain().app("robot").path("clientSecret").asText()))
                  .isPresent());

      cluster.deleteAndAwait(ClientApplication.class, "robot");
      cluster.deleteAndAwait(AppRole.class, "reader");
      cluster.deleteAndAwait(ClientApplication.class, "api");
      cluster.deleteAndAwait(IdentityDomain.class, "main");
      assertThat(cluster.domain().resources("Apps").map(a -> a.path("name").asText()))
          .containsExactlyInAnyOrder("IDCSApp", "domain_admin");
    }
  }

  /** Whoever adopts an App keeps its secret and client id, and gives it back. */
  @ParameterizedTest
  @MethodSource("modes")
  void adoptionIsTheSame(Set<DomainMode> modes) throws IOException {
    try (var cluster = OperatorFixture.start(DomainOptions.defaults().withModes(modes))) {
      var legacy = JsonNodeFactory.instance.objectNode();
      legacy.put("name", "legacy").put("displayName", "Legacy").put("isOAuthClient", true);
      legacy.put("clientType", "confidential").putArray("allowedGrants").add("client_credentials");
      legacy.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
      cluster.domain().make("Apps", legacy);
      var secret = cluster.domain().app("legacy").path("clientSecret").asText();
      cluster.apply(OperatorFixture.DOMAIN);
      cluster.apply(
          """
          apiVersion: identitydomains.dev/v1alpha1
          kind: ClientApplication
          metadata: {name: legacy, namespace: shop}
          spec:
            domainRef: {name: main}
            clientId: legacy
            displayName: Legacy
            adoptionPolicy: ByClientId
            client: {grantTypes: [client_credentials]}
          """);
      cluster.awaitReady("legacy");
      var app = cluster.domain().app("legacy");
      assertThat(app.path("active").asBoolean()).isTrue();
      assertThat(app.path("clientSecret").asText()).isEqualTo(secret);
    }
  }

  /** Row 7 of the sources: who may grant administrator roles is not clear. */
  @ParameterizedTest
  @MethodSource("modes")
  void refusedAdministratorRoleSaysWhichRoleIsMissing(Set<DomainMode> modes) throws IOException {
    try (var cluster = OperatorFixture.start(DomainOptions.defaults().withModes(modes))) {
      cluster.apply(OperatorFixture.DOMAIN);
      cluster.apply(OperatorFixture.GRANT);
      if (!modes.contains(DomainMode.NO_ADMIN_ROLES)) {
        cluster.awaitReason(AppRoleGrant.class, "grant", Reason.Synced);
        return;
      }
      cluster.awaitReason(AppRoleGrant.class, "grant", Reason.Forbidden);
      assertThat(cluster.message(AppRoleGrant.class, "grant"))
          .contains("POST Grants answered 403", "Identity Domain Administrator");
      assertThat(cluster.writes()).as("no hot loop").hasSizeLessThan(4);
    }
  }

  private static String client(String description, String logout, String... scopes) {
    return CLIENT
        .replace("DESCRIPTION", "\"" + description + "\"")
        .replace("LOGOUT", logout)
        .replace(
            "SCOPES",
            Stream.of(scopes)
                .map(scope -> "\"https://api.example.com/" + scope + "\"")
                .collect(Collectors.joining(", ")));
  }
}
