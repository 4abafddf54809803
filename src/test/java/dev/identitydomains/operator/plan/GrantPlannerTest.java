package dev.identitydomains.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantPlannerTest {

  private static final Role READER = new Role("app-1", "role-1");
  private static final DesiredGrant STAFF = new DesiredGrant(GranteeType.GROUP, "group-1", READER);
  private static final ObservedGrant PRESENT = new ObservedGrant("grant-2", "group-1", READER);

  @ParameterizedTest
  @EnumSource
  void createsMissingGrant(GranteeType type) {
    var desired = new DesiredGrant(type, "🧑 1", READER);
    var plan = GrantPlanner.plan(desired, null, null);
    assertThat(plan.subject()).isNull();
    assertThat(plan.changes()).containsExactly(new GrantChange.Create(desired));
  }

  @Test
  void keepsPresentGrant() {
    assertPlan(PRESENT, null);
    assertPlan(PRESENT, "grant-2");
  }

  @Test
  void revokesFormerGrant() {
    assertPlan(PRESENT, "grant-1", new GrantChange.Revoke("grant-1"));
    assertPlan(PRESENT, "GRANT-2", new GrantChange.Revoke("GRANT-2"));
    assertPlan(PRESENT, "", new GrantChange.Revoke(""));
  }

  /** The grantee is never without both. */
  @Test
  void createsGrantBeforeItRevokesTheFormer() {
    assertPlan(null, "grant-1", new GrantChange.Create(STAFF), new GrantChange.Revoke("grant-1"));
  }

  private static void assertPlan(
      @Nullable ObservedGrant present, @Nullable String formerId, GrantChange... changes) {
    var plan = GrantPlanner.plan(STAFF, present, formerId);
    assertThat(plan.subject()).isEqualTo(present);
    assertThat(plan.changes()).containsExactly(changes);
  }
}
