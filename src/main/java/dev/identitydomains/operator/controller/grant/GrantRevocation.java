package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.GrantRecords;
import dev.identitydomains.operator.plan.ObservedGrant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Revokes the recorded grants of a resource that is deleted, or whose access ends. */
final class GrantRevocation {

  private final DomainAccess access;
  private final GrantRecords records;

  GrantRevocation(DomainAccess access, GrantRecords records) {
    this.access = access;
    this.records = records;
  }

  /**
   * Revokes the grants that exist.
   *
   * @param adoptedToo decides by the permissions of the namespace whether adopted grants go, too
   * @return the ids of the revoked grants; empty when the domain is not connected
   * @throws dev.identitydomains.operator.http.CallException when a call fails
   */
  Optional<List<String>> run(GrantResource grant, Predicate<DomainAccess.Reached> adoptedToo) {
    var recorded = records.of(grant);
    if (!GrantRecords.isAny(grant)) {
      return Optional.of(List.of());
    }
    return switch (access.forRemoval(GrantRecords.domain(grant), grant, _ -> !recorded.isEmpty())) {
      case DomainAccess.NothingToRemove _ -> Optional.of(List.of());
      case DomainAccess.Unreached _ -> Optional.empty();
      case DomainAccess.Reached reached -> {
        var sync = reached.connection().grants();
        var withAdopted = adoptedToo.test(reached);
        var found =
            recorded.stream()
                .filter(record -> withAdopted || !record.adopted())
                .flatMap(record -> sync.find(record).stream())
                .map(ObservedGrant::id)
                .distinct()
                .toList();
        found.forEach(id -> sync.revoke(id));
        yield Optional.of(found);
      }
    };
  }
}
