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
import dev.identitydomains.operator.engine.sync.GrantSync;
import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.engine.sync.SyncedGrant;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.GrantChange;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.SpecCheck;
import java.util.Optional;

/** Reconciles one AppRoleGrant with its domain: check, resolve, desire, plan, execute. */
final class GrantReconciliation {

  private static final Outcome IN_SYNC = new Outcome.Synced("The role is granted.");

  private final ResourceGraph graph;
  private final RoleReferences roles;
  private final GrantConflicts conflicts;
  private final DomainAccess access;
  private final EventRecorder events;

  GrantReconciliation(
      ResourceGraph graph,
      AllowedNamespacesCheck allowedNamespaces,
      DomainAccess access,
      EventRecorder events) {
    this.graph = graph;
    this.roles = new RoleReferences(graph, allowedNamespaces);
    this.conflicts = new GrantConflicts(graph);
    this.access = access;
    this.events = events;
  }

  GrantResult run(AppRoleGrant grant, Priority priority) {
    var domain = graph.domainOf(grant);
    var obstacle = check(grant, domain);
    if (obstacle.isPresent()) {
      return GrantResult.stopped(obstacle.get());
    }
    return switch (access.of(domain, grant)) {
      case DomainAccess.Denied denied -> GrantResult.stopped(denied.outcome());
      case DomainAccess.Granted granted ->
          resolve(grant, domain, granted.domain().connection(), priority);
    };
  }

  private Optional<Outcome> check(AppRoleGrant grant, String domain) {
    var problems = SpecCheck.problems(grant.getSpec());
    if (!problems.isEmpty()) {
      return Optional.of(FailureOutcomes.invalidSpec(problems));
    }
    return conflicts
        .olderClaim(grant)
        .map(GrantConflicts::conflict)
        .or(() -> roles.denied(grant))
        .or(() -> domain.isEmpty() ? Optional.of(waiting(grant)) : Optional.empty())
        .or(() -> ImmutableFields.changed(grant, domain));
  }

  private static Outcome waiting(AppRoleGrant grant) {
    return new Outcome.WaitingForDependency(
        Reason.DependencyNotReady,
        "ClientApplication %s does not exist. Create it."
            .formatted(References.definerFor(grant).orElse("")));
  }

  private GrantResult resolve(
      AppRoleGrant grant, String domain, DomainConnection connection, Priority priority) {
    var resolved = roles.find(grant, domain, connection.roles());
    var obstacle = resolved.obstacle(grant, "spec.role");
    if (obstacle.isPresent()) {
      return GrantResult.stopped(obstacle.get());
    }
    try {
      var sync = connection.grants();
      var role = resolved.roles().iterator().next();
      return desire(grant, role, sync)
          .map(desired -> reconcile(grant, domain, desired, sync, priority))
          .orElseGet(
              () -> GrantResult.stopped(NamedGrantee.of(grant.getSpec().grantee()).missing()));
    } catch (CallException | TokenFailure e) {
      return GrantResult.stopped(FailureOutcomes.forCall(e));
    }
  }

  /** Reads no id of a grantee that has the role: its id is immutable, while its name may change. */
  private static Optional<DesiredGrant> desire(AppRoleGrant grant, Role role, GrantSync sync) {
    var grantee = NamedGrantee.of(grant.getSpec().grantee());
    return Optional.ofNullable(grant.getStatus())
        .filter(_ -> !References.isChanged(grant))
        .map(AppRoleGrantStatus::granteeId)
        .map(id -> new DesiredGrant(grantee.type(), id, role))
        .filter(known -> sync.find(known).isPresent())
        .or(() -> grantee.id(sync).map(id -> new DesiredGrant(grantee.type(), id, role)));
  }

  private GrantResult reconcile(
      AppRoleGrant grant, String domain, DesiredGrant desired, GrantSync sync, Priority priority) {
    if (isObserved(grant)) {
      return observe(domain, desired, sync.plan(desired, null));
    }
    sync.refreshIfUnconfirmed(desired);
    var formerId = grant.getStatus() == null ? null : grant.getStatus().grantId();
    var plan = sync.plan(desired, formerId);
    return switch (sync.execute(plan, desired, formerId, priority)) {
      case SyncResult.Refused<SyncedGrant> refused ->
          GrantResult.stopped(FailureOutcomes.forRefusal(refused.refusal()));
      case SyncResult.Done<SyncedGrant> done -> {
        record(grant, done.value());
        yield found(domain, desired, done.value().grantId());
      }
    };
  }

  private boolean isObserved(AppRoleGrant grant) {
    return References.definerFor(grant)
        .flatMap(graph::application)
        .filter(References::isObserved)
        .isPresent();
  }

  private static GrantResult observe(
      String domain, DesiredGrant desired, Plan<ObservedGrant, GrantChange> plan) {
    return plan.subject() == null
        ? GrantResult.stopped(DriftOutcomes.detected(DriftOutcomes.attributes(plan)))
        : found(domain, desired, plan.subject().id());
  }

  private static GrantResult found(String domain, DesiredGrant desired, String grantId) {
    return new GrantResult(IN_SYNC, new GrantResult.Found(domain, desired.granteeId(), grantId));
  }

  private void record(AppRoleGrant grant, SyncedGrant synced) {
    if (!synced.changes().isEmpty()) {
      var isNew = grant.getStatus() == null || grant.getStatus().grantId() == null;
      var reason =
          References.isReady(grant) ? Event.DriftCorrected : isNew ? Event.Created : Event.Updated;
      events.normal(grant, reason, "Grant %s: created".formatted(synced.grantId()));
    }
  }
}
