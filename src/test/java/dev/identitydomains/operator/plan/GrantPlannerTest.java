package dev.identitydomains.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantPlannerTest {

  private static final Role READER = new Role("app-1", "role-1");
  private static final DesiredGrant STAFF = new DesiredGrant(GranteeType.GROUP, "group-1", READER);
  private static final ObservedGrant PRESENT = new ObservedGrant("grant-2", "group-1", READER);

  private static final RecordedGrant ANNOUNCED = RecordedGrant.announced(STAFF);
  private static final ObservedGrant FORMER =
      new ObservedGrant("grant-1", "group-1", new Role("app-1", "role-2"));

  @ParameterizedTest
  @EnumSource
  void createsMissingGrant(GranteeType type) {
    var desired = new DesiredGrant(type, "🧑 1", READER);
    var plan = plan(GrantPlanner.plan(desired, null, claim(false), List.of()));
    assertThat(plan.subject()).isNull();
    assertThat(plan.changes()).containsExactly(new GrantChange.Create(desired));
  }

  @Test
  void keepsRecordedGrant() {
    assertPlan(PRESENT, claim(false, ANNOUNCED), List.of());
    assertPlan(PRESENT, claim(false, ANNOUNCED.confirmed("grant-2")), List.of());
    assertPlan(PRESENT, claim(true, RecordedGrant.adopted(STAFF, "grant-2")), List.of());
  }

  @Test
  void adoptsOtherGrantIfItMay() {
    var adoption = new GrantChange.Adopt("grant-2");
    assertPlan(PRESENT, claim(true), List.of(), adoption);
    assertPlan(PRESENT, claim(true, ANNOUNCED.confirmed("grant-9")), List.of(), adoption);
  }

  @Test
  void refusesOtherGrant() {
    var otherRole =
        RecordedGrant.announced(
            new DesiredGrant(GranteeType.GROUP, "group-1", FORMER.entitlement()));
    var otherGrantee =
        RecordedGrant.announced(new DesiredGrant(GranteeType.GROUP, "group-2", READER));
    for (var claim :
        List.of(
            claim(false),
            claim(false, ANNOUNCED.confirmed("GRANT-2")),
            claim(false, ANNOUNCED.confirmed("")),
            claim(false, otherRole, otherGrantee))) {
      var refusal = (Refusal<?, ?>) GrantPlanner.plan(STAFF, PRESENT, claim, List.of(FORMER));
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
      assertThat(refusal.message()).contains("grant-2", "spec.adoptionPolicy");
    }
  }

  @Test
  void revokesFormerGrant() {
    var revocation = new GrantChange.Revoke("grant-1");
    assertPlan(PRESENT, claim(false, ANNOUNCED), List.of(FORMER), revocation);
    assertPlan(PRESENT, claim(false, ANNOUNCED), List.of(PRESENT));
  }

  /** The grantee is never without both. */
  @Test
  void createsGrantBeforeItRevokesTheFormer() {
    assertPlan(
        null,
        claim(false),
        List.of(FORMER),
        new GrantChange.Create(STAFF),
        new GrantChange.Revoke("grant-1"));
  }

  private static GrantClaim claim(boolean mayAdopt, RecordedGrant... records) {
    return new GrantClaim(List.of(records), mayAdopt);
  }

  private static void assertPlan(
      @Nullable ObservedGrant present,
      GrantClaim claim,
      List<ObservedGrant> former,
      GrantChange... changes) {
    var plan = plan(GrantPlanner.plan(STAFF, present, claim, former));
    assertThat(plan.subject()).isEqualTo(present);
    assertThat(plan.changes()).containsExactly(changes);
  }

  private static Plan<ObservedGrant, GrantChange> plan(
      Decision<ObservedGrant, GrantChange> decision) {
    return (Plan<ObservedGrant, GrantChange>) decision;
  }
}
