package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Conditions;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gap 5: a resource that is paused says so. */
class PausedTest {

  private static final String ROLE =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: AppRole
      metadata: {name: reader, namespace: shop}
      spec: {applicationRef: {name: orders}, availableTo: [Clients, Groups, Users]}
      """;

  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply(OperatorFixture.DOMAIN);
  }

  @Test
  void unchangedResourceStaysReady() {
    cluster.apply(OperatorFixture.ORDERS);
    var before = cluster.awaitReady("orders").getStatus();
    pause("true");
    var paused = awaitApp(app -> Conditions.isPaused(References.conditions(app))).getStatus();
    assertThat(ready(paused.conditions())).isEqualTo(ready(before.conditions()));
    assertThat(paused.observedGeneration()).isEqualTo(before.observedGeneration());
    assertThat(condition(paused.conditions(), Conditions.PAUSED).message())
        .isEqualTo(
            "The operator leaves the resource as it is while the annotation identitydomains.dev/paused is set.");
    pause("false");
    awaitApp(app -> !Conditions.isPaused(References.conditions(app)));
    await().until(() -> cluster.eventReasons().containsAll(List.of("Paused", "Resumed")));
  }

  @Test
  void changedResourceTellsThatItsSpecIsNotApplied() {
    cluster.apply(OperatorFixture.ORDERS);
    cluster.awaitReady("orders");
    pause("true");
    cluster.apply(OperatorFixture.ORDERS + "  description: Later\n");
    var paused =
        awaitApp(app ->
            Conditions.ready(References.conditions(app))
                .filter(ready -> ready.reason().equals("Paused"))
                .isPresent());
    assertThat(ready(paused.getStatus().conditions()).status()).isEqualTo("Unknown");
    assertThat(ready(paused.getStatus().conditions()).message())
        .isEqualTo(
            "Generation 2 is not applied while the annotation identitydomains.dev/paused is set.");
    assertThat(paused.getStatus().observedGeneration()).isEqualTo(1);
    pause("false");
    assertThat(cluster.awaitReady("orders").getStatus().observedGeneration()).isEqualTo(2);
    assertThat(cluster.domain().app("orders").path("description").asText()).isEqualTo("Later");
  }

  @ParameterizedTest
  @ValueSource(strings = {"domain", "application", "role", "grant"})
  void resourceThatWasPausedFromTheBeginningHasStatus(String kind) {
    var yaml =
        switch (kind) {
          case "domain" -> OperatorFixture.DOMAIN.replace("name: main", "name: other");
          case "application" -> OperatorFixture.ORDERS;
          case "role" -> ROLE;
          default -> OperatorFixture.GRANT;
        };
    cluster.apply(
        yaml.replace(
            "namespace: shop}",
            "namespace: shop, annotations: {identitydomains.dev/paused: \"true\"}}"));
    var paused = awaitPaused(kind);
    var conditions = References.conditions(paused);
    assertThat(conditions).extracting(StatusCondition::type).containsExactly("Paused", "Ready");
    assertThat(ready(conditions).message()).startsWith("Generation 1 is not applied");
    assertThat(References.observedGeneration(paused)).contains(-1L);
    assertThat(cluster.writes()).isEmpty();
  }

  @Test
  void pausedDeletionTellsThatItWaits() {
    cluster.apply(OperatorFixture.ORDERS);
    cluster.awaitReady("orders");
    pause("true");
    awaitApp(app -> Conditions.isPaused(References.conditions(app)));
    cluster.client().resources(ClientApplication.class).inNamespace("shop").delete();
    var paused =
        awaitApp(app ->
            Conditions.ready(References.conditions(app))
                .filter(ready -> ready.message().startsWith("The resource is not deleted"))
                .isPresent());
    assertThat(ready(paused.getStatus().conditions()).reason()).isEqualTo(Reason.Paused.name());
    pause("false");
    await().until(() -> cluster.domain().app("orders").isMissingNode());
  }

  private HasMetadata awaitPaused(String kind) {
    return switch (kind) {
      case "domain" -> awaitPaused(IdentityDomain.class, "other");
      case "application" -> awaitPaused(ClientApplication.class, "orders");
      case "role" -> awaitPaused(AppRole.class, "reader");
      default -> awaitPaused(AppRoleGrant.class, "grant");
    };
  }

  private <R extends HasMetadata> R awaitPaused(Class<R> kind, String name) {
    return cluster.await(kind, name, found -> Conditions.isPaused(References.conditions(found)));
  }

  private ClientApplication awaitApp(Predicate<ClientApplication> condition) {
    return cluster.await(ClientApplication.class, "orders", condition);
  }

  private static StatusCondition ready(@Nullable List<StatusCondition> conditions) {
    return condition(conditions, Conditions.READY);
  }

  private static StatusCondition condition(
      @Nullable List<StatusCondition> conditions, String type) {
    return Objects.requireNonNull(conditions).stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private void pause(String value) {
    cluster.annotate("orders", WellKnownNames.PAUSED_ANNOTATION, value);
  }
}
