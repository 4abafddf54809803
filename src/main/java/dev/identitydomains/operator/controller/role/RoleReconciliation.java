package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reconcile.DriftOutcomes;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reconcile.ImmutableFields;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.sync.RoleSync;
import dev.identitydomains.operator.engine.sync.SyncResult;
import dev.identitydomains.operator.engine.sync.SyncedRole;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.DesiredRole;
import dev.identitydomains.operator.plan.ObservedRole;
import dev.identitydomains.operator.plan.Plan;
import dev.identitydomains.operator.plan.Refusal;
import dev.identitydomains.operator.plan.RoleChange;
import dev.identitydomains.operator.plan.RoleClaim;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.DesiredRoles;
import dev.identitydomains.operator.translate.SpecCheck;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reconciles one AppRole with the App that defines it: check, resolve, desire, plan, execute. */
final class RoleReconciliation {

  private static final Outcome IN_SYNC = new Outcome.Synced("The AppRole matches the spec.");

  private final ResourceGraph graph;
  private final RoleConflicts conflicts;
  private final DomainAccess access;
  private final AppOwners owners;
  private final StatusReporter reporter;
  private final EventRecorder events;

  RoleReconciliation(
      ResourceGraph graph,
      DomainAccess access,
      AppOwners owners,
      StatusReporter reporter,
      EventRecorder events) {
    this.graph = graph;
    this.conflicts = new RoleConflicts(graph);
    this.access = access;
    this.owners = owners;
    this.reporter = reporter;
    this.events = events;
  }

  RoleResult run(AppRole role) {
    var obstacle = check(role);
    if (obstacle.isPresent()) {
      return RoleResult.stopped(obstacle.get());
    }
    var application = graph.application(References.applicationOf(role));
    if (application.isEmpty()) {
      return RoleResult.stopped(waiting(role, "does not exist. Create it"));
    }
    return switch (access.of(References.domainOf(application.get()), role)) {
      case DomainAccess.Denied denied -> RoleResult.stopped(denied.outcome());
      case DomainAccess.Granted granted -> desire(role, application.get(), granted);
    };
  }

  private RoleResult desire(
      AppRole role, ClientApplication application, DomainAccess.Granted access) {
    var connection = access.domain().connection();
    var claim = RoleRecord.claim(role, !access.predecessors().isEmpty());
    var observed = References.isObserved(application);
    return owners
        .appId(application, connection.knownApplications())
        .map(appId -> DesiredRoles.of(appId, role.getMetadata().getName(), role.getSpec()))
        .map(desired -> new Target(role, desired, claim, observed))
        .map(target -> reconcile(target, connection.roles()))
        .orElseGet(() -> RoleResult.stopped(waiting(role, stateOf(application))));
  }

  /**
   * A role to reconcile.
   *
   * @param observed whether the operator writes nothing
   */
  private record Target(AppRole role, DesiredRole desired, RoleClaim claim, boolean observed) {}

  private Optional<Outcome> check(AppRole role) {
    var problems = SpecCheck.problems(role.getSpec());
    return problems.isEmpty()
        ? ImmutableFields.changed(role)
            .or(() ->
                conflicts
                    .olderClaim(role, References.applicationOf(role))
                    .map(older -> RoleConflicts.conflict(role, older)))
        : Optional.of(FailureOutcomes.invalidSpec(problems));
  }

  private static String stateOf(ClientApplication application) {
    return application.isMarkedForDeletion()
        ? "is being deleted. Create it again"
        : "has no App in its domain yet";
  }

  private static Outcome waiting(AppRole role, String state) {
    return new Outcome.WaitingForDependency(
        Reason.DependencyNotReady,
        "ClientApplication %s %s.".formatted(References.applicationOf(role), state));
  }

  private RoleResult reconcile(Target target, RoleSync sync) {
    try {
      if (!target.observed()) {
        sync.refreshIfUnconfirmed(target.desired());
      }
      return switch (sync.plan(target.desired(), target.claim())) {
        case Refusal<ObservedRole, RoleChange> refusal ->
            RoleResult.stopped(FailureOutcomes.forRefusal(refusal));
        case Plan<ObservedRole, RoleChange> plan when target.observed() ->
            observe(target.role(), target.desired(), plan);
        case Plan<ObservedRole, RoleChange> plan -> execute(target, plan, sync);
      };
    } catch (CallException | TokenFailure e) {
      return RoleResult.stopped(FailureOutcomes.forCall(e));
    } catch (KubernetesClientException e) {
      return RoleResult.stopped(FailureOutcomes.refused(e));
    }
  }

  private static RoleResult observe(
      AppRole role, DesiredRole desired, Plan<ObservedRole, RoleChange> plan) {
    var drift = DriftOutcomes.attributes(plan);
    var outcome = drift.isEmpty() ? IN_SYNC : DriftOutcomes.detected(drift);
    return plan.subject() == null
        ? RoleResult.stopped(outcome)
        : new RoleResult(
            outcome, found(role, plan.subject().id(), desired, RoleRecord.isAdopted(role)));
  }

  private static boolean isAdopted(AppRole role, SyncedRole synced) {
    return synced.changes().stream().noneMatch(RoleChange.Create.class::isInstance)
        && (RoleRecord.isAdopted(role)
            || synced.changes().stream().anyMatch(RoleChange.Adopt.class::isInstance));
  }

  private RoleResult execute(Target target, Plan<ObservedRole, RoleChange> plan, RoleSync sync) {
    var role = target.role();
    var desired = target.desired();
    var before = role.getStatus();
    try {
      var result =
          sync.execute(plan, desired, target.claim(), next -> announce(role, desired, next));
      return result(role, before, desired, result);
    } catch (CallException e) {
      if (e.isRefused()) {
        role.setStatus(before); // nothing was created
      }
      throw e;
    }
  }

  /** A process that ends between the creation and its record leaves the announcement. */
  private void announce(AppRole role, DesiredRole desired, Plan<ObservedRole, RoleChange> plan) {
    if (plan.subject() != null) {
      return;
    }
    var application = role.getSpec().applicationRef().name();
    var announcement = RoleRecord.announcement(role, application, desired.uniqueName());
    reporter.write(role, announcement, AppRole::new);
    role.setStatus(announcement); // the report of a failure keeps it
  }

  private RoleResult result(
      AppRole role,
      @Nullable AppRoleStatus before,
      DesiredRole desired,
      SyncResult<SyncedRole> result) {
    return switch (result) {
      case SyncResult.Refused<SyncedRole> refused -> {
        role.setStatus(before);
        yield RoleResult.stopped(FailureOutcomes.forRefusal(refused.refusal()));
      }
      case SyncResult.Done<SyncedRole> done -> {
        record(role, done.value());
        var adopted = isAdopted(role, done.value());
        yield new RoleResult(IN_SYNC, found(role, done.value().roleId(), desired, adopted));
      }
    };
  }

  private static RoleResult.Found found(
      AppRole role, String roleId, DesiredRole desired, boolean adopted) {
    return new RoleResult.Found(
        role.getSpec().applicationRef().name(), roleId, desired.uniqueName(), adopted);
  }

  private void record(AppRole role, SyncedRole synced) {
    if (!synced.changes().isEmpty()) {
      var change = synced.changes().getFirst();
      events.normal(
          role,
          References.isReady(role) ? Event.DriftCorrected : event(change),
          "AppRole %s: %s".formatted(synced.roleId(), summary(change)));
    }
  }

  private static Event event(RoleChange change) {
    return switch (change) {
      case RoleChange.Create _ -> Event.Created;
      case RoleChange.Adopt _ -> Event.Adopted;
      case RoleChange.Patch _ -> Event.Updated;
      case RoleChange.Delete _ -> Event.Deleted;
    };
  }

  private static String summary(RoleChange change) {
    return switch (change) {
      case RoleChange.Create _ -> "created";
      case RoleChange.Adopt _ -> "adopted";
      case RoleChange.Patch _ -> "changed";
      case RoleChange.Delete _ -> "deleted";
    };
  }
}
