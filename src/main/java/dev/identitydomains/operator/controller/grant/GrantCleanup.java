package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrantStatus;
import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.SpecCheck;
import java.util.Optional;

/** Revokes the grant of a deleted AppRoleGrant. */
final class GrantCleanup {

  private final ResourceGraph graph;
  private final RoleReferences roles;
  private final GrantConflicts conflicts;
  private final DomainConnections domains;
  private final EventRecorder events;

  GrantCleanup(
      ResourceGraph graph,
      AllowedNamespacesCheck allowedNamespaces,
      DomainConnections domains,
      EventRecorder events) {
    this.graph = graph;
    this.roles = new RoleReferences(graph, allowedNamespaces);
    this.conflicts = new GrantConflicts(graph);
    this.domains = domains;
    this.events = events;
  }

  /** Revokes the grant; returns the obstacle, or empty when the finalizer may be removed. */
  Optional<Outcome> run(AppRoleGrant grant, Priority priority) {
    if (grant.getSpec() == null || DeletionPolicy.isRetaining(grant.getSpec().deletionPolicy())) {
      return Optional.empty();
    }
    var isValid = SpecCheck.problems(grant.getSpec()).isEmpty();
    if (isValid ? conflicts.olderClaim(grant).isPresent() : createdId(grant).isEmpty()) {
      return Optional.empty();
    }
    var status = Optional.ofNullable(grant.getStatus());
    var domain = status.map(AppRoleGrantStatus::domain).orElseGet(() -> graph.domainOf(grant));
    if (domain.isEmpty()) {
      return Optional.empty(); // the role was deleted with its application
    }
    var connection = domains.lastConnection(domain);
    if (connection.isEmpty()) {
      return createdId(grant).isEmpty() && graph.domain(domain).isEmpty()
          ? Optional.empty()
          : Optional.of(unreachable(domain));
    }
    try {
      var revoked = revoke(grant, domain, connection.get(), priority);
      revoked.ifPresent(
          id -> events.normal(grant, Event.Deleted, "Grant %s revoked.".formatted(id)));
      return Optional.empty();
    } catch (CallException | TokenFailure e) {
      return Optional.of(FailureOutcomes.blocked(e));
    }
  }

  /** Returns the id of the revoked grant; empty when there was none. */
  private Optional<String> revoke(
      AppRoleGrant grant, String domain, DomainConnection connection, Priority priority) {
    var grantId = createdId(grant).or(() -> unrecorded(grant, domain, connection));
    grantId.ifPresent(id -> connection.grants().revoke(id, priority));
    return grantId;
  }

  private static Optional<String> createdId(AppRoleGrant grant) {
    return Optional.ofNullable(grant.getStatus())
        .map(AppRoleGrantStatus::grantId)
        .filter(id -> !id.isEmpty());
  }

  /** Finds a grant that a process created before it ended, without a status write. */
  private Optional<String> unrecorded(
      AppRoleGrant grant, String domain, DomainConnection connection) {
    var grantee = NamedGrantee.of(grant.getSpec().grantee());
    return roles.resolve(grant, domain, connection.roles()).roles().stream()
        .findFirst()
        .flatMap(role ->
            grantee.id(connection.grants()).map(id -> new DesiredGrant(grantee.type(), id, role)))
        .flatMap(connection.grants()::find)
        .map(ObservedGrant::id);
  }

  private static Outcome unreachable(String domain) {
    return new Outcome.WaitingForDependency(
        Reason.DeletionBlocked,
        "The operator cannot revoke the grant: IdentityDomain %s is missing or not connected. Restore the IdentityDomain, or set spec.deletionPolicy to Retain."
            .formatted(domain));
  }
}
