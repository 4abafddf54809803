package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.controller.reconcile.OldestWins;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.status.Outcome;
import java.util.Objects;
import java.util.Optional;

/** Finds conflicts between AppRoleGrants of the same role to the same grantee. */
final class GrantConflicts {

  private final ResourceGraph graph;

  GrantConflicts(ResourceGraph graph) {
    this.graph = graph;
  }

  /** The older AppRoleGrant for the same grant; empty for none. */
  Optional<AppRoleGrant> olderClaim(AppRoleGrant grant) {
    var same =
        graph
            .grantsLike(grant)
            .filter(other -> other.getSpec() != null)
            .filter(other ->
                Objects.equals(other.getSpec().grantee(), grant.getSpec().grantee())
                    && other.getSpec().role() != null
                    && other.getSpec().role().role().equals(grant.getSpec().role().role()));
    return OldestWins.olderClaim(
        grant, same, g -> g.getStatus() != null && g.getStatus().grantId() != null);
  }

  static Outcome conflict(AppRoleGrant older) {
    return OldestWins.conflict(older, "the same grant");
  }
}
