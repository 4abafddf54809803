package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.DeletionPolicies;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import java.util.Optional;

/** Deletes the role of a deleted AppRole; the deletion of an App deletes its roles, too. */
final class RoleCleanup {

  private final ResourceGraph graph;
  private final DeletionPolicies policies;
  private final RoleConflicts conflicts;
  private final DomainAccess access;
  private final AppOwners owners;
  private final EventRecorder events;

  RoleCleanup(
      ResourceGraph graph,
      DeletionPolicies policies,
      DomainAccess access,
      AppOwners owners,
      EventRecorder events) {
    this.graph = graph;
    this.policies = policies;
    this.conflicts = new RoleConflicts(graph);
    this.access = access;
    this.owners = owners;
    this.events = events;
  }

  /** Deletes the role; returns the obstacle, or empty when the finalizer may be removed. */
  Optional<Outcome> run(AppRole role) {
    if (!RoleRecord.isDeletable(role)) {
      return Optional.empty();
    }
    var application =
        graph
            .application(applicationOf(role))
            .filter(app -> !app.isMarkedForDeletion() && !References.isObserved(app));
    if (application.isEmpty() || conflicts.olderClaim(role, applicationOf(role)).isPresent()) {
      return Optional.empty();
    }
    return delete(role, application.get());
  }

  private Optional<Outcome> delete(AppRole role, ClientApplication application) {
    var domain = References.domainOf(application);
    if (policies.retains(role.getSpec().deletionPolicy(), domain)) {
      return Optional.empty();
    }
    return switch (access.forRemoval(
        domain, role, known -> owners.appId(application, known.knownApplications()).isPresent())) {
      case DomainAccess.NothingToRemove _ -> Optional.empty();
      case DomainAccess.Unreached _ -> Optional.of(unreachable(role));
      case DomainAccess.Reached reached ->
          owners
              .appId(application, reached.connection().knownApplications())
              .flatMap(appId -> delete(role, appId, reached.connection()));
    };
  }

  private Optional<Outcome> delete(AppRole role, String appId, DomainConnection connection) {
    var name = new RoleName(appId, RoleRecord.displayName(role));
    try {
      if (connection.roles().delete(name, RoleRecord.claim(role, false))) {
        events.normal(role, Event.Deleted, "AppRole %s deleted.".formatted(name.displayName()));
      }
      return Optional.empty();
    } catch (CallException | TokenFailure e) {
      return Optional.of(FailureOutcomes.blocked(e));
    }
  }

  /** The application that the role was created for; the spec may name another one. */
  private static String applicationOf(AppRole role) {
    return Optional.ofNullable(role.getStatus())
        .map(AppRoleStatus::application)
        .map(name -> role.getMetadata().getNamespace() + "/" + name)
        .orElseGet(() -> References.applicationOf(role));
  }

  private static Outcome unreachable(AppRole role) {
    return new Outcome.WaitingForDependency(
        Reason.DeletionBlocked,
        "The operator cannot delete the AppRole: the IdentityDomain of ClientApplication %s is not connected. Restore the IdentityDomain, or set spec.deletionPolicy to Retain."
            .formatted(applicationOf(role)));
  }
}
