package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Resolves the roles and scopes that a ClientApplication refers to. */
final class ApplicationReferences {

  private final ResourceGraph graph;
  private final RoleReferences roles;
  private final ScopeReferences scopes;

  ApplicationReferences(ResourceGraph graph, AllowedNamespacesCheck allowedNamespaces) {
    this.graph = graph;
    this.roles = new RoleReferences(graph, allowedNamespaces);
    this.scopes = new ScopeReferences(graph);
  }

  /**
   * The resolved references.
   *
   * @param missingScopes the scopes that the domain does not have
   */
  record Resolved(RoleReferences.Resolved roles, Set<String> missingScopes) {

    /** The desired App, without the roles and scopes that the domain does not have. */
    DesiredApplication desire(ClientApplication app, ApplicationIdentity identity) {
      var declared = DesiredApplications.of(identity, app.getSpec());
      var grants = declared.roles();
      var granting =
          grants == null
              ? declared
              : declared.withRoles(GrantedRoles.desired(app, roles, grants.exact()));
      return granting.withoutScopes(missingScopes);
    }
  }

  Resolved resolve(ClientApplication app, DomainConnection connection) {
    return new Resolved(
        roles.resolve(app, References.domainOf(app), connection.roles()),
        scopes.missing(app, connection.applications()));
  }

  /** The obstacle to the creation of the App; empty for none. */
  Optional<Outcome> obstacle(ClientApplication app, Resolved resolved) {
    return scopes.obstacle(app, resolved.missingScopes());
  }

  /** The outcome for roles and scopes that the App lacks; empty for none. */
  Optional<Outcome> missing(ClientApplication app, Resolved resolved) {
    return resolved
        .roles()
        .obstacle(app, "spec.appRoles")
        .or(() -> scopes.lacking(app, resolved.missingScopes()));
  }

  /** Selects the Apps that may lose a scope of this application. */
  Predicate<Ownership> changeable(ApplicationIdentity identity) {
    return other -> graph.isWritable(identity.owner().clusterId(), other);
  }
}
