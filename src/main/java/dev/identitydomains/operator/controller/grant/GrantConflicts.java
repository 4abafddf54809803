package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.controller.reconcile.OldestWins;
import dev.identitydomains.operator.controller.reference.GrantRecords;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.status.Outcome;
import java.util.Objects;
import java.util.Optional;

/** Finds conflicts between AppRoleGrants of the same role to the same grantee. */
final class GrantConflicts {

  private final ResourceGraph graph;
  private final GrantEntitlement entitlement;
  private final GrantRecords records;

  GrantConflicts(ResourceGraph graph, GrantEntitlement entitlement, GrantRecords records) {
    this.graph = graph;
    this.entitlement = entitlement;
    this.records = records;
  }

  /** The older AppRoleGrant for the same grant that may have it, or has it; empty for none. */
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
        grant,
        same.filter(this::isClaim),
        g -> g.getStatus() != null && g.getStatus().grantId() != null);
  }

  /** Whether an AppRoleGrant may have its grant, or has it. */
  boolean isClaim(AppRoleGrant grant) {
    return entitlement.isEntitled(grant) || !records.of(grant).isEmpty();
  }

  static Outcome conflict(AppRoleGrant grant, AppRoleGrant older, String domain) {
    return OldestWins.conflict(grant, older, "the same grant", domain);
  }
}
