package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.controller.reconcile.DriftOutcomes;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reconcile.ImmutableFields;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.ApiServerBulkhead;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.DesiredRoles;
import dev.identitydomains.operator.translate.SpecCheck;
import java.util.Optional;

/** Brings one AppRole into the App that defines it. */
public final class RoleReconciliation {

  private static final Outcome IN_SYNC = new Outcome.Synced("The role is as the spec says.");

  private final ApiServerBulkhead permits;
  private final ResourceGraph graph;
  private final RoleConflicts conflicts;
  private final DomainAccess access;
  private final EventRecorder events;

  public RoleReconciliation(
      ApiServerBulkhead permits, ResourceGraph graph, DomainAccess access, EventRecorder events) {
    this.permits = permits;
    this.graph = graph;
    this.conflicts = new RoleConflicts(graph);
    this.access = access;
    this.events = events;
  }

  RoleResult run(AppRole role, Priority priority) {
    var problems = SpecCheck.problems(role.getSpec());
    if (!problems.isEmpty()) {
      return RoleResult.stopped(FailureOutcomes.invalidSpec(problems));
    }
    var obstacle =
        ImmutableFields.changed(role)
            .or(() -> conflicts.olderClaim(role).map(older -> RoleConflicts.conflict(role, older)));
    if (obstacle.isPresent()) {
      return RoleResult.stopped(obstacle.get());
    }
    var application = graph.application(References.applicationOf(role));
    var appId = application.flatMap(graph::appId);
    if (appId.isEmpty()) {
      var state = application.isEmpty() ? "does not exist: create it" : "is not in its domain yet";
      return RoleResult.stopped(
          new Outcome.WaitingForDependency(
              Reason.DependencyNotReady,
              "ClientApplication %s %s.".formatted(References.applicationOf(role), state)));
    }
    return switch (access.of(References.domainOf(application.orElseThrow()), role)) {
      case DomainAccess.Denied denied -> RoleResult.stopped(denied.outcome());
      case DomainAccess.Granted granted ->
          References.isObserved(application.orElseThrow())
              ? observe(role, appId.get(), granted.domain().connection())
              : apply(role, appId.get(), granted.domain().connection(), priority);
    };
  }

  private static RoleResult observe(AppRole role, String appId, DomainConnection connection) {
    var desired = DesiredRoles.of(appId, role.getMetadata().getName(), role.getSpec());
    return switch (connection.roles().observe(desired)) {
      case SyncResult.Refused refused -> RoleResult.stopped(FailureOutcomes.forRefusal(refused));
      case SyncResult.AppRole seen -> {
        var drift = DriftOutcomes.attributes(seen);
        yield new RoleResult(
            drift.isEmpty() ? IN_SYNC : DriftOutcomes.detected(drift),
            Optional.of(seen).filter(found -> !found.roleId().isEmpty()));
      }
      case SyncResult.Application _, SyncResult.Granted _ ->
          throw new IllegalStateException("a role was asked for");
    };
  }

  private RoleResult apply(
      AppRole role, String appId, DomainConnection connection, Priority priority) {
    try {
      var desired = DesiredRoles.of(appId, role.getMetadata().getName(), role.getSpec());
      return switch (permits.runWithoutPermit(() -> connection.roles().apply(desired, priority))) {
        case SyncResult.Refused refused -> RoleResult.stopped(FailureOutcomes.forRefusal(refused));
        case SyncResult.AppRole made -> {
          record(role, made);
          yield new RoleResult(IN_SYNC, Optional.of(made));
        }
        case SyncResult.Application _, SyncResult.Granted _ ->
            throw new IllegalStateException("a role was asked for");
      };
    } catch (CallException | TokenFailure e) {
      return RoleResult.stopped(FailureOutcomes.forCall(e));
    }
  }

  private void record(AppRole role, SyncResult.AppRole made) {
    if (!made.changes().isEmpty()) {
      var created = made.changes().getFirst() instanceof Change.CreateRole;
      var reason =
          References.isReady(role) ? Event.DriftCorrected : created ? Event.Created : Event.Updated;
      events.normal(
          role, reason, "AppRole %s: %s".formatted(made.roleId(), created ? "created" : "changed"));
    }
  }
}
