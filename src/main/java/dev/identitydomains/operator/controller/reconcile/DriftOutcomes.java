package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is said of differences that are only observed. */
public final class DriftOutcomes {

  private DriftOutcomes() {}

  /** The names of what is to be changed, sorted. */
  public static List<String> attributes(SyncResult wanted) {
    var changes =
        switch (wanted) {
          case SyncResult.Application app -> app.changes();
          case SyncResult.AppRole role -> role.changes();
          case SyncResult.Granted grant -> grant.changes();
          case SyncResult.Refused _ -> List.<Change>of();
        };
    return changes.stream().flatMap(DriftOutcomes::attributes).sorted().distinct().toList();
  }

  /** The names of what a change is about, never a value. */
  private static Stream<String> attributes(Change change) {
    return switch (change) {
      case Change.CreateApplication _, Change.CreateRole _, Change.CreateGrant _ ->
          Stream.of("(missing)");
      case Change.AdoptApplication _ -> Stream.of("(owner)");
      case Change.PatchApplication patch -> patch.attributes().keySet().stream();
      case Change.PatchRole patch -> patch.attributes().keySet().stream();
      case Change.SetActive _ -> Stream.of("active");
      case Change.GrantRole _, Change.RevokeGrant _ -> Stream.of("appRoles");
      case Change.RemoveAllowedScopes _, Change.DeleteApplication _, Change.DeleteRole _ ->
          Stream.of();
    };
  }

  public static Outcome detected(List<String> attributes) {
    return new Outcome.Stalled(
        Reason.DriftDetected,
        "The domain differs in %s. Nothing is written while managementPolicy is Observe; Enforce makes it as declared."
            .formatted(String.join(", ", attributes)),
        Optional.of(Interval.RESYNC.duration()));
  }

  public static Outcome foughtOver(List<String> attributes, String who) {
    return new Outcome.Stalled(
        Reason.DriftDetected,
        "%s was put back three times within %d minutes and changed again, last by %s; it is left so for now. Stop the other one, or declare what it wants."
            .formatted(
                String.join(", ", attributes),
                Interval.CORRECTION_WINDOW.duration().toMinutes(),
                who),
        Optional.of(Interval.CORRECTION_WINDOW.duration()));
  }
}
