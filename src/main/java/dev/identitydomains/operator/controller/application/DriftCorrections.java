package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Interval;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells what was done to Apps, and remembers for a while how often one was put back to what is
 * declared: whoever changes it each time means it.
 */
public final class DriftCorrections {

  private static final int MAX_CORRECTIONS = 3;

  private final EventRecorder events;
  private final Clock clock;
  private final Map<String, Deque<Instant>> corrections = new ConcurrentHashMap<>();

  public DriftCorrections(EventRecorder events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  /**
   * Tells what was done.
   *
   * @param told attributes whose change is told elsewhere, and is the operator's own
   * @param names the names of roles, as far as they are known
   */
  void record(
      ClientApplication app,
      SyncResult.Application made,
      Set<String> told,
      Function<Role, Optional<RoleName>> names) {
    var changes = made.changes().stream().filter(change -> !isTold(change, told)).toList();
    if (changes.isEmpty()) {
      return;
    }
    var reason =
        switch (changes.getFirst()) {
          case Change.AdoptApplication _ -> Event.Adopted;
          case Change _ when References.isReady(app) -> Event.DriftCorrected;
          case Change.CreateApplication _ -> Event.Created;
          default -> Event.Updated;
        };
    if (reason == Event.DriftCorrected) {
      corrections
          .computeIfAbsent(app.getMetadata().getUid(), _ -> new ArrayDeque<>())
          .add(clock.instant());
    }
    events.normal(app, reason, "App %s: %s".formatted(made.appId(), summary(changes, names)));
  }

  private static boolean isTold(Change change, Set<String> told) {
    return change instanceof Change.PatchApplication patch
        && told.containsAll(patch.attributes().keySet());
  }

  private static String summary(List<Change> changes, Function<Role, Optional<RoleName>> names) {
    return String.join(", ", changes.stream().map(change -> summary(change, names)).toList());
  }

  private static String summary(Change change, Function<Role, Optional<RoleName>> names) {
    return switch (change) {
      case Change.CreateApplication _ -> "created";
      case Change.AdoptApplication _ -> "adopted";
      case Change.PatchApplication patch ->
          "changed " + String.join(", ", patch.attributes().keySet());
      case Change.SetActive set -> set.active() ? "activated" : "deactivated";
      case Change.RemoveAllowedScopes dropped ->
          "took %s from %s"
              .formatted(
                  String.join(", ", new TreeSet<>(dropped.scopes())), dropped.client().clientId());
      case Change.GrantRole grant ->
          names
              .apply(grant.role())
              .map(role -> "granted role " + role.displayName())
              .orElse("granted a role");
      case Change.RevokeGrant _ -> "revoked a role";
      default -> change.getClass().getSimpleName();
    };
  }

  /** Whether it was put back so often that it is not put back once more for this generation. */
  boolean isFoughtOver(ClientApplication app, Supplier<SyncResult> wanted) {
    var before = corrections.get(app.getMetadata().getUid());
    if (before == null || References.isChanged(app)) {
      return false;
    }
    var horizon = clock.instant().minus(Interval.CORRECTION_WINDOW.duration());
    while (!before.isEmpty() && before.peek().isBefore(horizon)) {
      before.remove();
    }
    return before.size() >= MAX_CORRECTIONS
        && wanted.get() instanceof SyncResult.Application found
        && !found.appId().isEmpty()
        && !found.changes().isEmpty();
  }
}
