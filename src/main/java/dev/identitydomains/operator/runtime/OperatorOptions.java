package dev.identitydomains.operator.runtime;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of {@link OperatorProcess}.
 *
 * @param namespaces watched namespaces; empty for all
 * @param labelSelector selects the resources to reconcile; null for all
 * @param concurrency maximum of concurrent reconciliations for each domain
 * @param election settings of the leader election; null for a single process
 * @param clusterId cluster id in owner tags; null for the UID of namespace kube-system
 * @param instance name of this process in events, for example its pod
 */
public record OperatorOptions(
    Set<String> namespaces,
    @Nullable String labelSelector,
    int concurrency,
    @Nullable Election election,
    @Nullable String clusterId,
    String instance) {

  /** Default of {@link #concurrency}. */
  public static final int DEFAULT_CONCURRENCY = 256;

  public OperatorOptions {
    namespaces = Set.copyOf(namespaces);
  }

  /**
   * Settings of the leader election.
   *
   * @param namespace namespace of the Lease
   * @param identity unique {@code holderIdentity} of this process
   */
  public record Election(String namespace, String identity) {}
}
