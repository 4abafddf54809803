package dev.identitydomains.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.plan.Refusal.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApplicationPlannerTest {

  private static final OwnerTag OWNER = new OwnerTag("cluster", "shop", "orders");
  private static final Role ROLE = new Role("IDCSAppId", "role-1");

  @Test
  void makesTheAppAndThenItsGrants() {
    var desired = desired(Map.of("description", AttributeValue.of("x")), Optional.of(Set.of(ROLE)));
    var plan =
        (Plan<ObservedApplication, AppChange>)
            ApplicationPlanner.plan(desired, List.of(), List.of());
    assertThat(plan.changes())
        .containsExactly(new AppChange.Create(desired), new AppChange.GrantRole(ROLE));
  }

  @Test
  void patchesOnlyWhatDiffers() {
    var app = observed("orders", Optional.of(OWNER.value()), Map.of("g1", ROLE));
    var desired =
        desired(
            Map.of(
                "description",
                AttributeValue.of("new"),
                "displayName",
                AttributeValue.of("Orders")),
            Optional.of(Set.of()));
    var plan =
        (Plan<ObservedApplication, AppChange>)
            ApplicationPlanner.plan(desired, List.of(app), List.of());
    assertThat(plan.changes())
        .containsExactly(
            new AppChange.Patch(Map.of("description", AttributeValue.of("new"))),
            new AppChange.RevokeGrant("g1"));
    assertThat(plan.subject()).isEqualTo(app);
  }

  @Test
  void undeclaredRolesStay() {
    var app = observed("orders", Optional.of(OWNER.value()), Map.of("g1", ROLE));
    var plan =
        (Plan<ObservedApplication, AppChange>)
            ApplicationPlanner.plan(desired(Map.of(), Optional.empty()), List.of(app), List.of());
    assertThat(plan.changes()).isEmpty();
  }

  @Test
  void refusesAnAppOfSomebodyElse() {
    var stranger = observed("orders", Optional.empty(), Map.of());
    var decision =
        ApplicationPlanner.plan(desired(Map.of(), Optional.empty()), List.of(stranger), List.of());
    assertThat(decision)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(Kind.CONFLICT);
              assertThat(refusal.message())
                  .contains("id-1", "client id orders", "was not made by this operator");
            });
  }

  @Test
  void refusesADisplayNameThatIsTaken() {
    var ours = observed("orders", Optional.of(OWNER.value()), Map.of());
    var stranger = observed("other", Optional.of("cluster/x/y"), Map.of());
    var decision =
        ApplicationPlanner.plan(
            desired(Map.of(), Optional.empty()), List.of(ours, stranger), List.of());
    assertThat(((Refusal<?, ?>) decision).message()).contains("displayName Orders", "cluster/x/y");
  }

  @Test
  void refusesToChangeTheTemplate() {
    var app = observed("orders", Optional.of(OWNER.value()), Map.of());
    var desired =
        new DesiredApplication(
            "orders", OWNER, "browser", true, Map.of(), Adoption.NEVER, Optional.empty());
    var decision = ApplicationPlanner.plan(desired, List.of(app), List.of());
    assertThat(((Refusal<?, ?>) decision).kind()).isEqualTo(Kind.IMMUTABLE);
  }

  @Test
  void deletionRevokesDeactivatesAndDeletes() {
    var app = observed("orders", Optional.of(OWNER.value()), Map.of("g1", ROLE));
    assertThat(
            ApplicationPlanner.planDeletion(
                    new AppDeletion("orders", "", OWNER, false), List.of(app), List.of())
                .changes())
        .containsExactly(
            new AppChange.RevokeGrant("g1"),
            new AppChange.SetActive(false),
            new AppChange.Delete());
  }

  @Test
  void deletionLeavesSomebodyElsesAppAlone() {
    var stranger = observed("orders", Optional.of("cluster/x/y"), Map.of());
    assertThat(
            ApplicationPlanner.planDeletion(
                    new AppDeletion("orders", "", OWNER, false), List.of(stranger), List.of())
                .changes())
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

  private static DesiredApplication desired(
      Map<String, AttributeValue> attributes, Optional<Set<Role>> roles) {
    return new DesiredApplication(
        "orders",
        OWNER,
        "web",
        true,
        attributes,
        Adoption.NEVER,
        roles.map(wanted -> DesiredGrants.of(wanted, true)));
  }

  private static ObservedApplication observed(
      String clientId, Optional<String> owner, Map<String, Role> grants) {
    return new ObservedApplication(
        new AppRef("id-1", Optional.empty(), Optional.of("v1")),
        clientId,
        new Ownership(owner, false, false),
        Optional.of("web"),
        true,
        Map.of("displayName", AttributeValue.of("Orders")),
        grants);
  }
}
