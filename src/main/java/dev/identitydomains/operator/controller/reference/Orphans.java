package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.engine.domain.DomainConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the Apps of this cluster whose ClientApplication does not exist, or not any more. */
public final class Orphans {

  private final AppOwners owners;
  private final Set<String> namespaces;
  private final boolean selective;

  /**
   * @param namespaces the namespaces whose resources the operator reconciles; empty for all
   * @param selective whether the operator reconciles only resources with certain labels
   */
  public Orphans(AppOwners owners, Set<String> namespaces, boolean selective) {
    this.owners = owners;
    this.namespaces = Set.copyOf(namespaces);
    this.selective = selective;
  }

  /**
   * The missing owners in words, sorted; empty when the operator cannot tell because it does not
   * know all resources.
   */
  public Optional<List<String>> in(DomainConnection domain) {
    return selective
        ? Optional.empty()
        : Optional.of(
            domain.knownApplications().owners().stream()
                .filter(tag -> namespaces.isEmpty() || namespaces.contains(tag.namespace()))
                .filter(owners::isOrphaned)
                .map(owners::describe)
                .sorted()
                .toList());
  }
}
