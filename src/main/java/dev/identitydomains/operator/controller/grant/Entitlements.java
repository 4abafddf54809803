package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.controller.reference.ReferencedApp;
import dev.identitydomains.operator.controller.reference.ReferencedApps;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.plan.Entitlement;
import dev.identitydomains.operator.plan.WholeApp;
import dev.identitydomains.operator.status.Outcome;

/** Finds in a domain what a grant gives. */
final class Entitlements {

  /** The answer to a grant. */
  sealed interface Resolution {}

  /** The domain has it. */
  record Found(Entitlement entitlement) implements Resolution {}

  /** The domain lacks it, or the grantee cannot have it. */
  record Obstacle(Outcome outcome) implements Resolution {}

  private final RoleReferences roles;
  private final ReferencedApps apps;

  Entitlements(RoleReferences roles, ReferencedApps apps) {
    this.roles = roles;
    this.apps = apps;
  }

  /**
   * Finds what a valid grant gives.
   *
   * @param domain {@code namespace/name} of the domain
   */
  Resolution find(GrantResource grant, String domain, DomainConnection connection) {
    return switch (grant) {
      case AppRoleGrant role -> role(role, domain, connection);
      case AppAssignment app -> app(app, domain, connection);
    };
  }

  private Resolution role(AppRoleGrant grant, String domain, DomainConnection connection) {
    var resolved = roles.find(grant, domain, connection);
    return resolved
        .obstacle(grant, "spec.role")
        .<Resolution>map(Obstacle::new)
        .orElseGet(() -> new Found(resolved.roles().iterator().next()));
  }

  private Resolution app(AppAssignment assignment, String domain, DomainConnection connection) {
    var ref = ReferencedApp.of(assignment.getSpec());
    var known = connection.knownApplications();
    return apps.id(assignment, domain, ref, known)
        .<Resolution>map(id -> new Found(new WholeApp(id)))
        .orElseGet(() ->
            new Obstacle(
                ReferencedApps.awaiting(
                    apps.missing(assignment, ref, known),
                    ref.external() == null ? "spec.applicationRef" : "spec.externalApplication")));
  }
}
