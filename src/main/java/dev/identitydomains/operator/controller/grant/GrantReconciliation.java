package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrantStatus;
import dev.identitydomains.operator.controller.reconcile.DriftOutcomes;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reconcile.ImmutableFields;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.ApiServerBulkhead;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.SpecCheck;
import java.util.List;
import java.util.Optional;

/** Brings one AppRoleGrant into its domain. */
public final class GrantReconciliation {

  private static final Outcome IN_SYNC = new Outcome.Synced("The role is granted.");

  private final ApiServerBulkhead permits;
  private final ResourceGraph graph;
  private final RoleReferences roles;
  private final GrantConflicts conflicts;
  private final DomainAccess access;
  private final EventRecorder events;

  public GrantReconciliation(
      ApiServerBulkhead permits,
      ResourceGraph graph,
      AllowedNamespacesCheck allowedNamespaces,
      DomainAccess access,
      EventRecorder events) {
    this.permits = permits;
    this.graph = graph;
    this.roles = new RoleReferences(graph, allowedNamespaces);
    this.conflicts = new GrantConflicts(graph);
    this.access = access;
    this.events = events;
  }

  GrantResult run(AppRoleGrant grant, Priority priority) {
    var problems = SpecCheck.problems(grant.getSpec());
    if (!problems.isEmpty()) {
      return GrantResult.stopped(FailureOutcomes.invalidSpec(problems));
    }
    var older = conflicts.olderClaim(grant);
    if (older.isPresent()) {
      return GrantResult.stopped(GrantConflicts.conflict(older.get()));
    }
    var denied = roles.denied(grant);
    if (denied.isPresent()) {
      return GrantResult.stopped(denied.get());
    }
    var domain = graph.domainOf(grant);
    if (domain.isEmpty()) {
      return GrantResult.stopped(
          new Outcome.WaitingForDependency(
              Reason.DependencyNotReady,
              "ClientApplication %s does not exist: create it."
                  .formatted(References.definersFor(grant).findFirst().orElse(""))));
    }
    var moved = ImmutableFields.changed(grant, domain);
    if (moved.isPresent()) {
      return GrantResult.stopped(moved.get());
    }
    return switch (access.of(domain, grant)) {
      case DomainAccess.Denied refused -> GrantResult.stopped(refused.outcome());
      case DomainAccess.Granted granted ->
          grant(grant, domain, granted.domain().connection(), priority);
    };
  }

  private GrantResult grant(
      AppRoleGrant grant, String domain, DomainConnection connection, Priority priority) {
    var resolved = roles.find(grant, domain, connection.roles());
    var obstacle = resolved.obstacle(grant, "spec.role");
    if (obstacle.isPresent()) {
      return GrantResult.stopped(obstacle.get());
    }
    try {
      var role = resolved.roles().iterator().next();
      var desired = permits.runWithoutPermit(() -> desired(grant, role, connection));
      if (desired.isEmpty()) {
        return GrantResult.stopped(NamedGrantee.of(grant.getSpec().grantee()).missing());
      }
      return isObserved(grant)
          ? observe(domain, desired.get(), connection)
          : apply(grant, domain, desired.get(), connection, priority);
    } catch (CallException | TokenFailure e) {
      return GrantResult.stopped(FailureOutcomes.forCall(e));
    }
  }

  /** A grantee who has the role is not looked up again: its id never changes, as names may. */
  private static Optional<DesiredGrant> desired(
      AppRoleGrant grant, Role role, DomainConnection connection) {
    var grantee = NamedGrantee.of(grant.getSpec().grantee());
    return Optional.ofNullable(grant.getStatus())
        .filter(_ -> !References.isChanged(grant))
        .map(AppRoleGrantStatus::granteeId)
        .map(id -> new DesiredGrant(grantee.type(), id, role))
        .filter(known -> connection.grants().find(known).isPresent())
        .or(() ->
            grantee.id(connection.grants()).map(id -> new DesiredGrant(grantee.type(), id, role)));
  }

  private boolean isObserved(AppRoleGrant grant) {
    return References.definersFor(grant)
        .flatMap(definer -> graph.application(definer).stream())
        .anyMatch(References::isObserved);
  }

  private GrantResult observe(String domain, DesiredGrant desired, DomainConnection connection) {
    return permits
        .runWithoutPermit(() -> connection.grants().find(desired))
        .map(found ->
            new GrantResult(
                IN_SYNC,
                Optional.of(new GrantResult.Made(domain, desired.granteeId(), found.id()))))
        .orElseGet(() -> GrantResult.stopped(DriftOutcomes.detected(List.of("(missing)"))));
  }

  private GrantResult apply(
      AppRoleGrant grant,
      String domain,
      DesiredGrant desired,
      DomainConnection connection,
      Priority priority) {
    var former = Optional.ofNullable(grant.getStatus()).map(AppRoleGrantStatus::grantId);
    var made = permits.runWithoutPermit(() -> connection.grants().apply(desired, former, priority));
    record(grant, made);
    return new GrantResult(
        IN_SYNC, Optional.of(new GrantResult.Made(domain, desired.granteeId(), made.grantId())));
  }

  private void record(AppRoleGrant grant, SyncResult.Granted made) {
    if (!made.changes().isEmpty()) {
      var isNew = grant.getStatus() == null || grant.getStatus().grantId() == null;
      var reason =
          References.isReady(grant) ? Event.DriftCorrected : isNew ? Event.Created : Event.Updated;
      events.normal(grant, reason, "Grant %s: made".formatted(made.grantId()));
    }
  }
}
