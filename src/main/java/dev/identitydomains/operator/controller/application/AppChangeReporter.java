package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.status.Event;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Announces the grants of an App before they are made, records its changes as an event and a drift
 * correction, and requeues its clients.
 */
final class AppChangeReporter {

  private static final Set<String> CERTIFICATES = Set.of(DesiredApplication.CERTIFICATES);

  private final EventRecorder events;
  private final DriftCorrections corrections;
  private final Wakeups wakeups;
  private final StatusReporter statuses;

  AppChangeReporter(
      EventRecorder events,
      DriftCorrections corrections,
      Wakeups wakeups,
      StatusReporter statuses) {
    this.events = events;
    this.corrections = corrections;
    this.wakeups = wakeups;
    this.statuses = statuses;
  }

  /** A process that ends between a grant and its record leaves the announcement in the status. */
  void announce(
      ClientApplication app,
      RoleReferences.Resolved roles,
      Plan<ObservedApplication, AppChange> plan) {
    if (plan.changes().stream().noneMatch(AppChange.GrantRole.class::isInstance)) {
      return;
    }
    var before = ApplicationResult.before(app);
    var announced =
        before.withState(GrantedRoles.announce(app, roles, plan.changes()), before.drift());
    statuses.write(app, announced, ClientApplication::new);
    app.setStatus(announced); // the report of a failure keeps it
  }

  /**
   * Records the changes.
   *
   * @param rotated whether the operator rotated the certificates, which a separate event reports
   * @param names returns the name of a role; empty when unknown
   */
  void record(
      ClientApplication app,
      String appId,
      List<AppChange> all,
      boolean rotated,
      Function<Role, Optional<RoleName>> names) {
    wakeups.scopesChanged(all.stream().flatMap(AppChangeReporter::removedScopes));
    var changes = all.stream().filter(change -> !(rotated && isRotation(change))).toList();
    if (changes.isEmpty()) {
      return;
    }
    var reason = reason(app, changes);
    if (reason == Event.DriftCorrected) {
      corrections.add(app);
    }
    var summary =
        changes.stream().map(change -> summary(change, names)).collect(Collectors.joining(", "));
    events.normal(app, reason, "App %s: %s".formatted(appId, summary));
  }

  private static Stream<String> removedScopes(AppChange change) {
    return change instanceof AppChange.RemoveAllowedScopes removed
        ? removed.scopes().stream()
        : Stream.empty();
  }

  private static boolean isRotation(AppChange change) {
    return change instanceof AppChange.Patch patch
        && CERTIFICATES.containsAll(patch.attributes().keySet());
  }

  private static Event reason(ClientApplication app, List<AppChange> changes) {
    return switch (changes.getFirst()) {
      case AppChange.Adopt _, AppChange.Inherit _ -> Event.Adopted;
      case AppChange _ when References.isReady(app) -> Event.DriftCorrected;
      case AppChange.Create _ -> Event.Created;
      default -> Event.Updated;
    };
  }

  /** The changes in words, without the names of roles. */
  static String summary(List<AppChange> changes) {
    return changes.stream()
        .map(change -> summary(change, _ -> Optional.empty()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String summary(AppChange change, Function<Role, Optional<RoleName>> names) {
    return switch (change) {
      case AppChange.Create _ -> "created";
      case AppChange.Adopt _ -> "adopted";
      case AppChange.Inherit _ -> "taken over";
      case AppChange.RestoreOwner _ -> "added the owner tag that another writer has removed";
      case AppChange.Release _ -> "retained";
      case AppChange.Patch patch -> "changed " + String.join(", ", patch.names());
      case AppChange.SetActive set -> set.active() ? "activated" : "deactivated";
      case AppChange.RemoveAllowedScopes removed ->
          "removed scope %s from client %s"
              .formatted(
                  String.join(", ", new TreeSet<>(removed.scopes())), removed.client().clientId());
      case AppChange.GrantRole grant ->
          names
              .apply(grant.role())
              .map(role -> "granted role " + role.displayName())
              .orElse("granted a role");
      case AppChange.RevokeGrant _ -> "revoked a role";
      case AppChange.Delete _ -> "deleted";
    };
  }
}
