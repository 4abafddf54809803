package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reconcile.DriftOutcomes;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Limits the corrections of one App: a writer that reverts each correction has a reason. */
final class DriftCorrections {

  private static final int MAX_CORRECTIONS = 3;

  private final Clock clock;
  private final Map<String, Deque<Instant>> corrections = new ConcurrentHashMap<>();

  DriftCorrections(Clock clock) {
    this.clock = clock;
  }

  /** Counts a correction. */
  void add(ClientApplication app) {
    corrections
        .computeIfAbsent(app.getMetadata().getUid(), _ -> new ArrayDeque<>())
        .add(clock.instant());
  }

  /**
   * The outcome in place of a further correction; empty when the plan may be executed.
   *
   * @throws dev.identitydomains.operator.http.CallException when the last writer cannot be read
   */
  Optional<Outcome> limit(
      ClientApplication app, Plan<ObservedApplication, AppChange> plan, ApplicationSync sync) {
    var found = plan.subject();
    // without the tag of its owner, an App is nobody's: that is no matter of taste
    var isLost = plan.changes().stream().anyMatch(AppChange.RestoreOwner.class::isInstance);
    if (found == null || plan.changes().isEmpty() || isLost || !isFoughtOver(app)) {
      return Optional.empty();
    }
    var who = sync.lastModifiedBy(found.ref().id()).orElse("an unknown writer");
    return Optional.of(DriftOutcomes.foughtOver(DriftOutcomes.attributes(plan), who));
  }

  /** The uids of the resources of which something is remembered; what is removed is forgotten. */
  Set<String> remembered() {
    return corrections.keySet();
  }

  /** Drops the count of a deleted application. */
  void forget(ClientApplication app) {
    corrections.remove(app.getMetadata().getUid());
  }

  private boolean isFoughtOver(ClientApplication app) {
    var made = corrections.get(app.getMetadata().getUid());
    if (made == null || References.isChanged(app)) {
      return false;
    }
    var horizon = clock.instant().minus(Interval.CORRECTION_WINDOW.duration());
    while (!made.isEmpty() && made.peek().isBefore(horizon)) {
      made.remove();
    }
    return made.size() >= MAX_CORRECTIONS;
  }
}
