package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.controller.reconcile.OldestWins;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.status.Outcome;
import java.util.Optional;

/** Finds conflicts between AppRoles for the same role of an application. */
final class RoleConflicts {

  private final ResourceGraph graph;

  RoleConflicts(ResourceGraph graph) {
    this.graph = graph;
  }

  /** The older AppRole for the same role; empty for none. */
  Optional<AppRole> olderClaim(AppRole role, String application) {
    var same = graph.rolesNamed(application, References.displayNameOf(role));
    return OldestWins.olderClaim(
        role, same, r -> r.getStatus() != null && r.getStatus().roleId() != null);
  }

  static Outcome conflict(AppRole role, AppRole older) {
    return OldestWins.conflict(
        role,
        older,
        "role '%s' of the same application".formatted(References.displayNameOf(role)),
        ""); // all roles of an application are in its namespace
  }
}
