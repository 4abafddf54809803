package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is said of differences that are only observed. */
final class Drift {

  private Drift() {}

  /** The names of what a change is about, never a value. */
  static Stream<String> attributes(Change change) {
    return switch (change) {
      case Change.CreateApplication _, Change.CreateRole _ -> Stream.of("(missing)");
      case Change.AdoptApplication _ -> Stream.of("(owner)");
      case Change.PatchApplication patch -> patch.attributes().keySet().stream();
      case Change.PatchRole patch -> patch.attributes().keySet().stream();
      case Change.SetActive _ -> Stream.of("active");
      case Change.GrantRole _, Change.RevokeGrant _ -> Stream.of("appRoles");
      case Change.DeleteApplication _, Change.DeleteRole _ -> Stream.of();
    };
  }

  static Outcome detected(List<String> attributes) {
    return new Outcome.Stalled(
        Reason.DriftDetected,
        "The domain differs in %s. Nothing is written while managementPolicy is Observe; Enforce makes it as declared."
            .formatted(String.join(", ", attributes)),
        Optional.of(Reporter.RESYNC));
  }
}
