package dev.identitydomains.operator.runtime;

import dev.identitydomains.operator.engine.domain.DomainHosts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of {@link OperatorProcess}.
 *
 * @param selection the resources to reconcile
 * @param domains how to treat domains
 * @param election settings of the leader election; null for a single process
 * @param clusterId cluster id in owner tags; null for the UID of namespace kube-system
 * @param retaining whether objects stay whose resource and domain have no deletion policy
 * @param instance name of this process in events, for example its pod
 */
public record OperatorOptions(
    Selection selection,
    Domains domains,
    @Nullable Election election,
    @Nullable String clusterId,
    boolean retaining,
    String instance) {

  /** Default of {@link Domains#leastDriftCheck}. */
  public static final Duration DEFAULT_LEAST_DRIFT_CHECK = Duration.ofSeconds(10);

  /** Default of {@link Domains#concurrency}. */
  public static final int DEFAULT_CONCURRENCY = 256;

  /**
   * The resources to reconcile.
   *
   * @param namespaces their namespaces; empty for all
   * @param labels their label selector; null for all
   */
  public record Selection(Set<String> namespaces, @Nullable String labels) {

    public Selection {
      namespaces = Set.copyOf(namespaces);
    }
  }

  /**
   * How to treat domains.
   *
   * @param concurrency maximum of concurrent reconciliations for each domain
   * @param hosts the hosts of domains, as {@code DomainHosts} reads them; empty for the service's
   * @param leastDriftCheck shortest interval of drift checks; a shorter one in a spec is not
   *     refused
   * @param recording a new file for what is said with domains, without secrets; null for none
   * @param proxies the HTTP proxies of calls to domains
   */
  public record Domains(
      int concurrency,
      Set<String> hosts,
      Duration leastDriftCheck,
      @Nullable Path recording,
      Proxies proxies) {

    public Domains {
      hosts = hosts.isEmpty() ? Set.of(DomainHosts.SERVICE) : Set.copyOf(hosts);
    }
  }

  /**
   * The HTTP proxies of calls to domains, as {@code DomainProxy} reads them. The text form has none
   * of it: a URL may have a password.
   *
   * @param https for calls by https; empty for none
   * @param http for calls by http; empty for none
   * @param direct the hosts without a proxy
   */
  public record Proxies(String https, String http, String direct) {

    /** No proxy but that of the Java runtime. */
    public static final Proxies NONE = new Proxies("", "", "");

    @Override
    public String toString() {
      return "Proxies";
    }
  }

  /**
   * Settings of the leader election.
   *
   * @param namespace namespace of the Lease
   * @param identity unique {@code holderIdentity} of this process
   */
  public record Election(String namespace, String identity) {}
}
