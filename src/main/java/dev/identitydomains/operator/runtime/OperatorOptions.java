package dev.identitydomains.operator.runtime;

import java.util.Optional;
import java.util.Set;

/**
 * How the operator runs.
 *
 * @param namespaces the namespaces to watch; empty for all
 * @param labelSelector which resources to care for; empty for all
 * @param concurrency how many resources of a domain may be worked on at a time
 * @param election where to elect a leader; empty when this process is the only one
 * @param clusterId what tells this cluster's Apps from other clusters'; empty for the UID of the
 *     namespace kube-system
 * @param instance what this process is called where there may be several, for example its pod
 */
public record OperatorOptions(
    Set<String> namespaces,
    Optional<String> labelSelector,
    int concurrency,
    Optional<Election> election,
    Optional<String> clusterId,
    String instance) {

  /** How many resources of a domain are worked on at a time unless said otherwise. */
  public static final int DEFAULT_CONCURRENCY = 256;

  public OperatorOptions {
    namespaces = Set.copyOf(namespaces);
  }

  /** One process for everything. */
  public static OperatorOptions defaults() {
    return new OperatorOptions(
        Set.of(),
        Optional.empty(),
        DEFAULT_CONCURRENCY,
        Optional.empty(),
        Optional.empty(),
        "operator");
  }

  /**
   * Leader election.
   *
   * @param namespace namespace of the Lease
   * @param identity what no other process calls itself
   */
  public record Election(String namespace, String identity) {}
}
