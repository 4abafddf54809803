package dev.identitydomains.operator.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.DesiredApplicationBuilder;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.DesiredRole;
import dev.identitydomains.operator.plan.GrantChange;
import dev.identitydomains.operator.plan.GranteeType;
import dev.identitydomains.operator.plan.ObservedApplicationBuilder;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleChange;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DriftOutcomesTest {

  private static final Role ROLE = new Role("app-1", "role-1");

  @ParameterizedTest
  @MethodSource
  void attributesOfEachChange(Change change, List<String> expected) {
    assertThat(attributes(change)).isEqualTo(expected);
  }

  static Stream<Arguments> attributesOfEachChange() {
    var client = new ObservedApplicationBuilder().build();
    var role = new DesiredRole("app-1", "reader", Map.of(), Map.of());
    var grant = new DesiredGrant(GranteeType.GROUP, "group-1", ROLE);
    return Stream.of(
        change(new AppChange.Create(new DesiredApplicationBuilder().build()), "(missing)"),
        change(new AppChange.Adopt(DesiredApplicationBuilder.OWNER), "(owner)"),
        change(new AppChange.Patch(values("b", "a")), "a", "b"),
        change(new AppChange.SetActive(true), "active"),
        change(new AppChange.SetActive(false), "active"),
        change(new AppChange.GrantRole(ROLE), "appRoles"),
        change(new AppChange.RevokeGrant("grant-1"), "appRoles"),
        change(new AppChange.RemoveAllowedScopes(client, Set.of("scope"))),
        change(new AppChange.Delete()),
        change(new RoleChange.Create(role), "(missing)"),
        change(new RoleChange.Patch(values("public")), "public"),
        change(new RoleChange.Delete()),
        change(new GrantChange.Create(grant), "(missing)"),
        change(new GrantChange.Revoke("grant-1"), "appRoles"));
  }

  private static Arguments change(Change change, String... attributes) {
    return Arguments.of(change, List.of(attributes));
  }

  @Test
  void attributesAreSortedAndDistinct() {
    assertThat(
            attributes(
                new AppChange.Patch(values("redirectUris", "audience")),
                new AppChange.SetActive(false),
                new AppChange.RevokeGrant("grant-1"),
                new AppChange.GrantRole(ROLE)))
        .containsExactly("active", "appRoles", "audience", "redirectUris");
    assertThat(attributes()).isEmpty();
  }

  @Test
  void attributesHaveNoValues() {
    var patch = new AppChange.Patch(Map.of("description", AttributeValue.of("s3cret")));
    assertThat(attributes(patch).toString()).doesNotContain("s3cret");
  }

  @Test
  void observedDriftIsNoRefusal() {
    var outcome = DriftOutcomes.detected(List.of("active", "appRoles"));
    assertThat(outcome).isEqualTo(new Outcome.Drifted(outcome.message()));
    assertThat(outcome.message()).contains(" active, appRoles.", "Observe", "Enforce");
  }

  @Test
  void foughtOverDriftStallsForTheWindowAndNamesTheWriter() {
    var outcome = DriftOutcomes.foughtOver(List.of("audience", "scopes"), "ada 👩");
    var window = Interval.CORRECTION_WINDOW.duration();
    assertThat(outcome)
        .isEqualTo(new Outcome.Stalled(Reason.DriftDetected, outcome.message(), window));
    assertThat(outcome.message())
        .contains("audience, scopes ", window.toMinutes() + " minutes", " by ada 👩.");
  }

  private static Map<String, AttributeValue> values(String... names) {
    return Stream.of(names)
        .collect(java.util.stream.Collectors.toMap(name -> name, AttributeValue::of));
  }

  private static List<String> attributes(Change... changes) {
    return DriftOutcomes.attributes(new Plan<>(null, List.of(changes)));
  }
}
