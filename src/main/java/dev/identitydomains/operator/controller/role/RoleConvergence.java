package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.controller.reconcile.Drift;
import dev.identitydomains.operator.controller.reconcile.Failures;
import dev.identitydomains.operator.controller.reconcile.ImmutableFields;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.calls.Urgency;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.sync.Applied;
import dev.identitydomains.operator.http.ScimException;
import dev.identitydomains.operator.kube.ApiServerTurns;
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
public final class RoleConvergence {

  private static final Outcome IN_SYNC = new Outcome.Synced("The role is as the spec says.");

  private final ApiServerTurns turns;
  private final ResourceGraph graph;
  private final RoleRivals rivals;
  private final DomainAccess access;
  private final EventRecorder events;

  public RoleConvergence(
      ApiServerTurns turns, ResourceGraph graph, DomainAccess access, EventRecorder events) {
    this.turns = turns;
    this.graph = graph;
    this.rivals = new RoleRivals(graph);
    this.access = access;
    this.events = events;
  }

  RoleProgress run(AppRole role, Urgency urgency) {
    var problems = SpecCheck.problems(role.getSpec());
    if (!problems.isEmpty()) {
      return RoleProgress.stopped(Failures.invalidSpec(problems));
    }
    var obstacle =
        ImmutableFields.changed(role)
            .or(() -> rivals.before(role).map(rival -> RoleRivals.conflict(role, rival)));
    if (obstacle.isPresent()) {
      return RoleProgress.stopped(obstacle.get());
    }
    var application = graph.application(References.applicationOf(role));
    var appId = application.flatMap(graph::appId);
    if (appId.isEmpty()) {
      var state = application.isEmpty() ? "does not exist: create it" : "is not in its domain yet";
      return RoleProgress.stopped(
          new Outcome.Waiting(
              Reason.DependencyNotReady,
              "ClientApplication %s %s.".formatted(References.applicationOf(role), state)));
    }
    return switch (access.of(References.domainOf(application.orElseThrow()), role)) {
      case DomainAccess.Denied denied -> RoleProgress.stopped(denied.outcome());
      case DomainAccess.Granted granted ->
          References.isObserved(application.orElseThrow())
              ? observe(role, appId.get(), granted.domain().connection())
              : apply(role, appId.get(), granted.domain().connection(), urgency);
    };
  }

  private static RoleProgress observe(AppRole role, String appId, DomainConnection connection) {
    var desired = DesiredRoles.of(appId, role.getMetadata().getName(), role.getSpec());
    return switch (connection.roles().observe(desired)) {
      case Applied.Refused refused -> RoleProgress.stopped(Failures.of(refused));
      case Applied.AppRole seen -> {
        var drift = Drift.attributes(seen);
        yield new RoleProgress(
            drift.isEmpty() ? IN_SYNC : Drift.detected(drift),
            Optional.of(seen).filter(found -> !found.roleId().isEmpty()));
      }
      case Applied.Application _, Applied.Granted _ ->
          throw new IllegalStateException("a role was asked for");
    };
  }

  private RoleProgress apply(
      AppRole role, String appId, DomainConnection connection, Urgency urgency) {
    try {
      var desired = DesiredRoles.of(appId, role.getMetadata().getName(), role.getSpec());
      return switch (turns.aside(() -> connection.roles().apply(desired, urgency))) {
        case Applied.Refused refused -> RoleProgress.stopped(Failures.of(refused));
        case Applied.AppRole made -> {
          record(role, made);
          yield new RoleProgress(IN_SYNC, Optional.of(made));
        }
        case Applied.Application _, Applied.Granted _ ->
            throw new IllegalStateException("a role was asked for");
      };
    } catch (ScimException | TokenFailure e) {
      return RoleProgress.stopped(Failures.of(e));
    }
  }

  private void record(AppRole role, Applied.AppRole made) {
    if (!made.changes().isEmpty()) {
      var created = made.changes().getFirst() instanceof Change.CreateRole;
      var reason =
          References.isReady(role) ? Event.DriftCorrected : created ? Event.Created : Event.Updated;
      events.normal(
          role, reason, "AppRole %s: %s".formatted(made.roleId(), created ? "created" : "changed"));
    }
  }
}
