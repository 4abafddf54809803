package dev.identitydomains.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.plan.Refusal.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationPlannerTest {

  private static final Role ROLE = new Role("IDCSAppId", "role-1");

  @Test
  void createsAppAndThenItsGrants() {
    var desired =
        new DesiredApplicationBuilder().attribute("description", "x").exactRoles(ROLE).build();
    assertThat(plan(desired).changes())
        .containsExactly(new AppChange.Create(desired), new AppChange.GrantRole(ROLE));
  }

  @Test
  void patchesOnlyDifferingAttributes() {
    var app = new ObservedApplicationBuilder().grant("g1", ROLE).build();
    var desired =
        new DesiredApplicationBuilder()
            .attribute("description", "new")
            .attribute("displayName", "Orders")
            .exactRoles()
            .build();
    var plan = plan(desired, app);
    assertThat(plan.changes())
        .containsExactly(
            new AppChange.Patch(Map.of("description", AttributeValue.of("new"))),
            new AppChange.RevokeGrant("g1"));
    assertThat(plan.subject()).isEqualTo(app);
  }

  @Test
  void keepsUndeclaredRoles() {
    var app = new ObservedApplicationBuilder().grant("g1", ROLE).build();
    assertThat(plan(new DesiredApplicationBuilder().build(), app).changes()).isEmpty();
  }

  @Test
  void refusesAppOfAnotherOwner() {
    var refusal = refusal(new ObservedApplicationBuilder().owner(null).build());
    assertThat(refusal.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(refusal.message())
        .contains("id-1", "client id orders", "was not created by this operator");
  }

  @Test
  void refusesTakenDisplayName() {
    var refusal =
        refusal(
            new ObservedApplicationBuilder().build(),
            new ObservedApplicationBuilder().clientId("other").owner("cluster/x/y").build());
    assertThat(refusal.message()).contains("displayName Orders", "belongs to another owner");
  }

  @Test
  void refusalNamesOwnerOfSameNamespace() {
    var refusal =
        refusal(
            new ObservedApplicationBuilder()
                .clientId("other")
                .owner("cluster/shop@uid/stock")
                .build());
    assertThat(refusal.message()).contains("belongs to ClientApplication shop/stock");
  }

  /** S26: also not one of a former namespace of the same name, or of another cluster. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster/evil@uid/secret-name",
        "cluster/shop@former/secret-name",
        "other/shop@uid/secret-name",
        "secret-name"
      })
  void refusalNamesNoOwnerOfAnotherNamespace(String tag) {
    var app = new ObservedApplicationBuilder().clientId("other").owner(tag).build();
    assertThat(refusal(app).message())
        .contains("belongs to another owner")
        .doesNotContain("secret-name", "evil", "former");
  }

  @Test
  void refusesChangeOfTemplate() {
    var decision =
        ApplicationPlanner.plan(
            new DesiredApplicationBuilder().template("browser").build(),
            List.of(new ObservedApplicationBuilder().build()),
            List.of(),
            List.of());
    assertThat(((Refusal<?, ?>) decision).kind()).isEqualTo(Kind.IMMUTABLE);
  }

  /** The service has each fully qualified name of a scope once, whatever Apps share an audience. */
  @Test
  void refusesNewScopeThatAnotherAppDefines() {
    var desired =
        new DesiredApplicationBuilder()
            .attribute("audience", "https://api/")
            .attribute("scopes", AttributeValue.ComplexValues.ofKeys("value", List.of("a", "b")))
            .build();
    var other =
        new ObservedApplicationBuilder()
            .id("other")
            .owner("cluster/else/uid/secret-name")
            .attribute("audience", AttributeValue.of("https://api/"))
            .attribute("scopes", AttributeValue.ComplexValues.ofKeys("value", List.of("b")))
            .build();
    var refusal =
        (Refusal<?, ?>) ApplicationPlanner.plan(desired, List.of(), List.of(), List.of(other));
    assertThat(refusal.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(refusal.message())
        .contains("App other already defines the scope https://api/b", "another owner")
        .doesNotContain("secret-name");
    var own =
        new ObservedApplicationBuilder()
            .attribute("audience", AttributeValue.of("https://api/"))
            .attribute("scopes", AttributeValue.ComplexValues.ofKeys("value", List.of("b")))
            .build();
    assertThat(ApplicationPlanner.plan(desired, List.of(own), List.of(), List.of(own, other)))
        .as("has it already, whatever the sources say")
        .isInstanceOf(Plan.class);
  }

  @Test
  void deletionRevokesDeactivatesAndDeletes() {
    assertThat(deletion(new ObservedApplicationBuilder().grant("g1", ROLE).build()).changes())
        .containsExactly(
            new AppChange.RevokeGrant("g1"),
            new AppChange.SetActive(false),
            new AppChange.Delete());
  }

  @Test
  void deletionKeepsAppOfAnotherOwner() {
    assertThat(deletion(new ObservedApplicationBuilder().owner("cluster/x/y").build()).changes())
        .isEmpty();
  }

  @Test
  void falseAndEmptyEqualAnAttributeThatTheServiceLeavesOut() {
    assertThat(AttributeValue.of(false).isSatisfiedBy(null)).isTrue();
    assertThat(AttributeValue.of("").isSatisfiedBy(null)).isTrue();
    assertThat(new AttributeValue.StringSet(Set.of()).isSatisfiedBy(null)).isTrue();
    assertThat(AttributeValue.of(true).isSatisfiedBy(null)).isFalse();
    assertThat(AttributeValue.of(3600).isSatisfiedBy(null)).isFalse();
  }

  @SuppressWarnings("unchecked")
  private static Plan<ObservedApplication, AppChange> plan(
      DesiredApplication desired, ObservedApplication... observed) {
    return (Plan<ObservedApplication, AppChange>)
        ApplicationPlanner.plan(desired, List.of(observed), List.of(), List.of());
  }

  private static Refusal<?, ?> refusal(ObservedApplication... observed) {
    return (Refusal<?, ?>)
        ApplicationPlanner.plan(
            new DesiredApplicationBuilder().build(), List.of(observed), List.of(), List.of());
  }

  private static Plan<ObservedApplication, AppChange> deletion(ObservedApplication app) {
    return ApplicationPlanner.planDeletion(
        new AppDeletion("orders", "", DesiredApplicationBuilder.CLAIM, false, Set.of()),
        List.of(app),
        List.of());
  }
}
