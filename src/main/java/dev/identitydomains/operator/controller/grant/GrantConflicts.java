package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.controller.reconcile.OldestWins;
import dev.identitydomains.operator.controller.reference.GrantRecords;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.status.Outcome;
import java.util.Optional;

/** Finds conflicts between resources that declare the same grant. */
final class GrantConflicts {

  private final ResourceGraph graph;
  private final GrantEntitlement entitlement;
  private final GrantRecords records;

  GrantConflicts(ResourceGraph graph, GrantEntitlement entitlement, GrantRecords records) {
    this.graph = graph;
    this.entitlement = entitlement;
    this.records = records;
  }

  /** The older resource for the same grant that may have it, or has it; empty for none. */
  Optional<GrantResource> olderClaim(GrantResource grant) {
    var same = graph.grantsLike(grant).filter(other -> References.isSameGrant(grant, other));
    return OldestWins.olderClaim(
        grant,
        same.filter(this::isClaim),
        g -> g.getStatus() != null && g.getStatus().grantId() != null);
  }

  /** Whether a resource may have its grant, or has it. */
  boolean isClaim(GrantResource grant) {
    return entitlement.isEntitled(grant) || !records.of(grant).isEmpty();
  }

  static Outcome conflict(GrantResource grant, GrantResource older, String domain) {
    return OldestWins.conflict(grant, older, "the same grant", domain);
  }
}
