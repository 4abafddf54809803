package dev.identitydomains.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolePlannerTest {

  private static final DesiredRole DESIRED =
      new DesiredRole(
          "app-1",
          "reader",
          Map.of("availableToClients", AttributeValue.of(true)),
          Map.of("description", AttributeValue.of("May read")));

  @Test
  void createsMissingRole() {
    assertThat(((Plan<ObservedRole, RoleChange>) RolePlanner.plan(DESIRED, null)).changes())
        .containsExactly(new RoleChange.Create(DESIRED));
  }

  @Test
  void patchesChangeableAttributes() {
    var plan =
        (Plan<ObservedRole, RoleChange>) RolePlanner.plan(DESIRED, observed(true, "May write"));
    assertThat(plan.changes())
        .containsExactly(
            new RoleChange.Patch(Map.of("description", AttributeValue.of("May read"))));
  }

  @Test
  void plansNothingForRoleInSync() {
    assertThat(
            ((Plan<ObservedRole, RoleChange>) RolePlanner.plan(DESIRED, observed(true, "May read")))
                .changes())
        .isEmpty();
  }

  @Test
  void refusesChangeOfFixedAttribute() {
    var refusal = (Refusal<?, ?>) RolePlanner.plan(DESIRED, observed(false, "May read"));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.IMMUTABLE);
    assertThat(refusal.message()).contains("availableToClients", "reader");
  }

  @Test
  void deletesOnlyExistingRole() {
    assertThat(RolePlanner.planDeletion(null).changes()).isEmpty();
    assertThat(RolePlanner.planDeletion(observed(true, "")).changes())
        .isEqualTo(List.of(new RoleChange.Delete()));
  }

  private static ObservedRole observed(boolean forClients, String description) {
    return new ObservedRole(
        "role-1",
        new RoleName("app-1", "reader"),
        "v1",
        Map.of(
            "availableToClients", AttributeValue.of(forClients),
            "description", AttributeValue.of(description)));
  }
}
