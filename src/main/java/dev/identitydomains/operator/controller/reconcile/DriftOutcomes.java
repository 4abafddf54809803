package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.GrantChange;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.RoleChange;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.List;
import java.util.stream.Stream;

/** The outcomes for drift that the operator does not correct. */
public final class DriftOutcomes {

  private static final String MISSING = "(missing)";

  private DriftOutcomes() {}

  /** The names of the attributes that a plan changes, sorted; never their values. */
  public static List<String> attributes(Plan<?, ?> plan) {
    return plan.changes().stream().flatMap(DriftOutcomes::attributes).sorted().distinct().toList();
  }

  private static Stream<String> attributes(Change change) {
    return switch (change) {
      case AppChange.Create _, RoleChange.Create _, GrantChange.Create _ -> Stream.of(MISSING);
      case AppChange.Adopt _,
          AppChange.Inherit _,
          AppChange.RestoreOwner _,
          RoleChange.Adopt _,
          GrantChange.Adopt _ ->
          Stream.of("(owner)");
      case AppChange.Patch patch -> patch.names().stream();
      case RoleChange.Patch patch -> patch.attributes().keySet().stream();
      case AppChange.SetActive _ -> Stream.of("active");
      case AppChange.GrantRole _, AppChange.RevokeGrant _, GrantChange.Revoke _ ->
          Stream.of("appRoles");
      case AppChange.RemoveAllowedScopes _,
          AppChange.Release _,
          AppChange.Delete _,
          RoleChange.Delete _ ->
          Stream.of();
    };
  }

  /**
   * The outcome where the operator only observes.
   *
   * @param attributes see {@link #attributes}; not empty
   */
  public static Outcome detected(List<String> attributes) {
    var difference =
        attributes.contains(MISSING)
            ? "The domain lacks it."
            : "The domain differs from the spec in %s.".formatted(String.join(", ", attributes));
    return new Outcome.Drifted(
        difference
            + " The operator writes nothing while managementPolicy is Observe; set Enforce to correct the domain.");
  }

  public static Outcome foughtOver(List<String> attributes, String who) {
    return new Outcome.Stalled(
        Reason.DriftDetected,
        "The operator corrected %s three times within %d minutes, and the domain differs again, last changed by %s. The operator pauses the corrections. Stop the other writer, or put its values into the spec."
            .formatted(
                String.join(", ", attributes),
                Interval.CORRECTION_WINDOW.duration().toMinutes(),
                who),
        Interval.CORRECTION_WINDOW.duration());
  }
}
