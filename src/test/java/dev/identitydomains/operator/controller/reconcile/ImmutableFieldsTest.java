package dev.identitydomains.operator.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ResourceBuilder;
import dev.identitydomains.operator.engine.EngineFixture;
import dev.identitydomains.operator.plan.DesiredApplicationBuilder;
import dev.identitydomains.operator.plan.ObservedApplicationBuilder;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImmutableFieldsTest {

  private static final String EMPTY = "{}";
  private static final ApplicationIdentity ORDERS =
      new ApplicationIdentity(DesiredApplicationBuilder.OWNER, "7f3c-11");

  @AutoClose private EngineFixture engine;

  @BeforeEach
  void start() throws IOException {
    engine = EngineFixture.start();
  }

  @Test
  void admitAnyDomainBeforeAnAppWasCreated() {
    var app = ResourceBuilder.application("orders").spec("domainRef: {name: other}");
    assertThat(ImmutableFields.changed(app.build())).isEmpty();
    assertThat(ImmutableFields.changed(app.status(EMPTY).build())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{name: main}", "{name: main, namespace: shop}"})
  void admitSameDomain(String ref) {
    assertThat(changedDomain(ref)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{name: other}; shop/other",
        "{name: main, namespace: shop2}; shop2/main",
        "{name: Main}; shop/Main"
      })
  void refuseOtherDomain(String ref, String key) {
    assertRefused(changedDomain(ref), "spec.domainRef", "shop/main", key);
  }

  private static Optional<Outcome> changedDomain(String ref) {
    return ImmutableFields.changed(
        ResourceBuilder.application("orders")
            .spec("domainRef: " + ref)
            .status("domain: shop/main")
            .build());
  }

  @Test
  void admitAnyClientIdBeforeAnAppWasCreated() {
    observe(new ObservedApplicationBuilder());
    var app = ResourceBuilder.application("orders").spec("clientId: other");
    assertThat(changed(app.build())).isEmpty();
    assertThat(changed(app.status(EMPTY).build())).isEmpty();
  }

  @Test
  void admitSameClientId() {
    observe(new ObservedApplicationBuilder());
    assertThat(changed(app("clientId: orders", "orders"))).isEmpty();
    observe(new ObservedApplicationBuilder().clientId("orders_7f3c11"));
    assertThat(changed(app(EMPTY, "orders_7f3c11"))).as("the derived one").isEmpty();
  }

  @Test
  void refuseOtherClientId() {
    observe(new ObservedApplicationBuilder());
    assertRefused(changed(app("clientId: other", "orders")), "spec.clientId", "orders", "other");
  }

  /** It may be that of an earlier resource of the same name. */
  @Test
  void admitClientIdOfOwnedAppWhereNoneIsDeclared() {
    observe(new ObservedApplicationBuilder());
    assertThat(changed(app(EMPTY, "orders"))).isEmpty();
  }

  @Test
  void admitClientIdOfAppAdoptedByDisplayName() {
    observe(new ObservedApplicationBuilder());
    assertThat(changed(app("{clientId: other, adoptionPolicy: ByDisplayName}", "orders")))
        .isEmpty();
    assertThat(changed(app("{clientId: other, adoptionPolicy: ByClientId}", "orders"))).isPresent();
  }

  /** Whoever may write the status may name the App of somebody else in it. */
  @Test
  void admitOtherClientIdWithoutOwnerTag() {
    var app = app("clientId: other", "orders");
    assertThat(changed(app)).as("no App").isEmpty();
    observe(new ObservedApplicationBuilder().owner("cluster/shop/invoices"));
    assertThat(changed(app)).isEmpty();
    observe(new ObservedApplicationBuilder().owner(null));
    assertThat(changed(app)).isEmpty();
    observe(new ObservedApplicationBuilder().builtIn());
    assertThat(changed(app)).isEmpty();
    observe(new ObservedApplicationBuilder());
    assertThat(changed(app)).isPresent();
  }

  private void observe(ObservedApplicationBuilder app) {
    engine.inventory().put(app.build());
  }

  private Optional<Outcome> changed(ClientApplication app) {
    return ImmutableFields.changed(app, ORDERS, engine.applications().known());
  }

  private static ClientApplication app(String spec, String clientId) {
    return ResourceBuilder.application("orders").spec(spec).status("clientId: " + clientId).build();
  }

  @Test
  void admitAnyRoleBeforeItWasCreated() {
    var role = ResourceBuilder.role("reader").spec("applicationRef: {name: api}");
    assertThat(ImmutableFields.changed(role.build())).isEmpty();
    assertThat(ImmutableFields.changed(role.status(EMPTY).build())).isEmpty();
  }

  @Test
  void admitSameRole() {
    assertThat(ImmutableFields.changed(role("api", "", "app-1_reader"))).isEmpty();
    assertThat(ImmutableFields.changed(role("api", "displayName: 🔑", "app-1_🔑"))).isEmpty();
    assertThat(ImmutableFields.changed(role("api", "displayName: a_b", "app-1_a_b"))).isEmpty();
  }

  @Test
  void refuseOtherApplicationOfRole() {
    assertRefused(
        ImmutableFields.changed(role("stock", "", "app-1_reader")),
        "spec.applicationRef",
        "api",
        "stock");
    assertRefused(
        ImmutableFields.changed(role("stock", "displayName: writer", "app-1_reader")),
        "spec.applicationRef",
        "api",
        "stock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"writer", "Reader", "eader", "_reader", "reader ", "🔑"})
  void refuseOtherDisplayNameOfRole(String displayName) {
    assertRefused(
        ImmutableFields.changed(role("api", "displayName: '" + displayName + "'", "app-1_reader")),
        "spec.displayName",
        "app-1_reader",
        displayName);
  }

  @Test
  void refuseRoleWithoutItsFormerDisplayName() {
    assertRefused(
        ImmutableFields.changed(role("api", "", "app-1_writer")),
        "spec.displayName",
        "app-1_writer",
        "reader");
  }

  @Test
  void refuseDisplayNameThatIsTheEndOfTheFormer() {
    assertThat(ImmutableFields.changed(role("api", "", "app-1_order_reader"))).isPresent();
  }

  private static AppRole role(String application, String displayName, String uniqueName) {
    return ResourceBuilder.role("reader")
        .spec("applicationRef: {name: " + application + "}\n" + displayName)
        .status("{application: api, uniqueName: " + uniqueName + "}")
        .build();
  }

  @Test
  void admitAnyDomainBeforeAGrantWasCreated() {
    var grant = ResourceBuilder.grant("staff");
    assertThat(ImmutableFields.changed(grant.build(), "shop/main")).isEmpty();
    assertThat(ImmutableFields.changed(grant.status(EMPTY).build(), "shop/main")).isEmpty();
  }

  @Test
  void refuseOtherDomainOfGrant() {
    var grant = ResourceBuilder.grant("staff").status("domain: shop/main").build();
    assertThat(ImmutableFields.changed(grant, "shop/main")).isEmpty();
    assertRefused(
        ImmutableFields.changed(grant, "shop/other"),
        "the domain of spec.role",
        "shop/main",
        "shop/other");
  }

  private static void assertRefused(
      Optional<Outcome> changed, String field, String created, String wanted) {
    var outcome = changed.orElseThrow();
    assertThat(outcome).isEqualTo(new Outcome.Stalled(Reason.InvalidSpec, outcome.message()));
    assertThat(outcome.message())
        .startsWith(field + " is immutable")
        .containsSubsequence(" " + created + ",", " " + wanted + ".");
  }
}
