package dev.identitydomains.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolePlannerTest {

  private static final DesiredRole DESIRED =
      new DesiredRole(
          "app-1",
          "reader",
          Map.of("availableToClients", AttributeValue.of(true)),
          Map.of("description", AttributeValue.of("May read")));

  private static final RoleClaim OWN = new RoleClaim("role-1", false, false);

  @Test
  void createsMissingRole() {
    assertThat(((Plan<ObservedRole, RoleChange>) RolePlanner.plan(DESIRED, null, OWN)).changes())
        .containsExactly(new RoleChange.Create(DESIRED));
  }

  @Test
  void patchesChangeableAttributes() {
    var plan =
        (Plan<ObservedRole, RoleChange>)
            RolePlanner.plan(DESIRED, observed(true, "May write"), OWN);
    assertThat(plan.changes())
        .containsExactly(
            new RoleChange.Patch(Map.of("description", AttributeValue.of("May read"))));
  }

  @Test
  void plansNothingForRoleInSync() {
    assertThat(
            ((Plan<ObservedRole, RoleChange>)
                    RolePlanner.plan(DESIRED, observed(true, "May read"), OWN))
                .changes())
        .isEmpty();
  }

  @Test
  void refusesChangeOfFixedAttribute() {
    var refusal = (Refusal<?, ?>) RolePlanner.plan(DESIRED, observed(false, "May read"), OWN);
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.IMMUTABLE);
    assertThat(refusal.message()).contains("availableToClients", "reader");
  }

  @ParameterizedTest
  @CsvSource({
    "role-1, false, false, true",
    "role-2, false, false, false",
    ", false, false, false",
    ", true, false, true",
    "role-2, false, true, true",
    ", false, true, true"
  })
  void takesNoRoleOfOthersUnlessItMayAdoptIt(
      @Nullable String recorded, boolean announced, boolean mayAdopt, boolean planned) {
    var claim = new RoleClaim(recorded, announced, mayAdopt);
    switch (RolePlanner.plan(DESIRED, observed(true, "May read"), claim)) {
      case Plan<ObservedRole, RoleChange> plan -> {
        assertThat(planned).isTrue();
        assertThat(plan.changes().stream().anyMatch(RoleChange.Adopt.class::isInstance))
            .isEqualTo(mayAdopt);
      }
      case Refusal<ObservedRole, RoleChange> refusal -> {
        assertThat(planned).isFalse();
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(refusal.message()).contains("role-1", "spec.adoptionPolicy");
      }
    }
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
