package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.DesiredRoles;
import java.util.Optional;

/** Deletes the role of a deleted AppRole; the deletion of an App deletes its roles, too. */
final class RoleCleanup {

  private final ResourceGraph graph;
  private final RoleConflicts conflicts;
  private final DomainConnections domains;
  private final EventRecorder events;

  RoleCleanup(ResourceGraph graph, DomainConnections domains, EventRecorder events) {
    this.graph = graph;
    this.conflicts = new RoleConflicts(graph);
    this.domains = domains;
    this.events = events;
  }

  /** Deletes the role; returns the obstacle, or empty when the finalizer may be removed. */
  Optional<Outcome> run(AppRole role, Priority priority) {
    if (role.getSpec() == null || DeletionPolicy.isRetaining(role.getSpec().deletionPolicy())) {
      return Optional.empty();
    }
    var application = graph.application(applicationOf(role));
    var appId = application.flatMap(graph::appId);
    if (appId.isEmpty()
        || application.filter(References::isObserved).isPresent()
        || conflicts.olderClaim(role, applicationOf(role)).isPresent()) {
      return Optional.empty();
    }
    return domains
        .lastConnection(References.domainOf(application.orElseThrow()))
        .map(connection -> delete(role, appId.get(), connection, priority))
        .orElseGet(() -> Optional.of(unreachable(role)));
  }

  private Optional<Outcome> delete(
      AppRole role, String appId, DomainConnection connection, Priority priority) {
    var name = madeAs(role, appId);
    try {
      var roleName = new RoleName(appId, name);
      if (connection.roles().delete(roleName, priority)) {
        events.normal(role, Event.Deleted, "AppRole %s deleted.".formatted(name));
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

  /** The name that the role was created with; the spec may have another one. */
  private static String madeAs(AppRole role, String appId) {
    return Optional.ofNullable(role.getStatus())
        .map(AppRoleStatus::uniqueName)
        .filter(unique -> unique.startsWith(appId + "_"))
        .map(unique -> unique.substring(appId.length() + 1))
        .orElseGet(() -> DesiredRoles.displayName(role.getMetadata().getName(), role.getSpec()));
  }

  private static Outcome unreachable(AppRole role) {
    return new Outcome.WaitingForDependency(
        Reason.DeletionBlocked,
        "The operator cannot delete the AppRole: the IdentityDomain of ClientApplication %s is not connected. Restore the IdentityDomain, or set spec.deletionPolicy to Retain."
            .formatted(applicationOf(role)));
  }
}
