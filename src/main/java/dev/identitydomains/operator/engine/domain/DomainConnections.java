package dev.identitydomains.operator.engine.domain;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.identitydomains.operator.engine.calls.DomainRateLimits;
import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.ReplyMemory;
import dev.identitydomains.operator.http.Waiting;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The connections and states of domains, by {@code namespace/name} of the IdentityDomain. Only the
 * reconciler of IdentityDomains changes them. Thread-safe.
 */
public final class DomainConnections {

  private record Opened(ConnectionSettings settings, DomainConnection connection) {}

  private final Map<String, Opened> opened = new ConcurrentHashMap<>();
  private final Map<String, DomainState> states = new ConcurrentHashMap<>();

  /** Live as long as calls or connections use them. */
  private final Cache<String, DomainRateLimits> limits = Caffeine.newBuilder().weakValues().build();

  private final DomainHosts hosts;
  private final DomainConnection.Environment environment;

  /**
   * @param http its connections and listeners serve all domains; {@link HttpTransport#bounded} sets
   *     the timeouts
   * @param hosts the hosts and addresses that connections may have
   * @param schema attributes to read
   */
  public DomainConnections(
      OkHttpClient http, DomainHosts hosts, AttributeSchema schema, Waiting waiting, Clock clock) {
    var pool = HttpTransport.bounded(http.newBuilder()).dns(hosts.filter(http.dns())).build();
    this.hosts = hosts;
    this.environment =
        new DomainConnection.Environment(
            pool, ReplyMemory.ofHeap(), schema, waiting, clock, this::isOperatorClient);
  }

  /** Whether the operator may call this URL of an IdentityDomain. */
  public DomainHosts.Admission admit(String url) {
    return hosts.admit(url);
  }

  /**
   * Returns the domain's connection with these settings: the present one when its URL is equal, so
   * that what is known of the domain and what was used of its limits stand; else a new one.
   *
   * @throws IllegalArgumentException when a certificate is malformed
   */
  public DomainConnection open(String domain, ConnectionSettings settings) {
    var present = opened.get(domain);
    if (present != null && present.settings().equals(settings)) {
      return present.connection();
    }
    var connection = connect(present, settings);
    opened.put(domain, new Opened(settings, connection));
    if (present != null && present.connection() != connection) {
      present.connection().close();
    }
    limit(settings);
    return connection;
  }

  private DomainConnection connect(@Nullable Opened present, ConnectionSettings settings) {
    if (present != null && present.connection().isOf(settings)) {
      present.connection().renew(settings);
      return present.connection();
    }
    var shared = limits.get(settings.url().origin(), _ -> DomainRateLimits.of(settings.type()));
    return new DomainConnection(settings, shared, environment);
  }

  /**
   * One domain has one set of limits, the lowest that is declared by those whose client the domain
   * accepts: nobody else may slow down a domain by naming it.
   */
  private synchronized void limit(ConnectionSettings settings) {
    var shared = limits.getIfPresent(settings.url().origin());
    if (shared != null) {
      shared.limitTo(types(settings));
    }
  }

  private List<String> types(ConnectionSettings settings) {
    var accepted = accepted(settings).map(ConnectionSettings::type).distinct().toList();
    return accepted.isEmpty() ? List.of(settings.type()) : accepted;
  }

  /** The settings of the connections to the same domain whose client the domain accepts. */
  private Stream<ConnectionSettings> accepted(ConnectionSettings settings) {
    return opened.values().stream()
        .filter(known -> known.connection().isAccepted())
        .map(Opened::settings)
        .filter(other -> other.url().origin().equals(settings.url().origin()));
  }

  /** Whether a client id is that of a connection to the same domain, which accepts this client. */
  private boolean isOperatorClient(ConnectionSettings own, String clientId) {
    return Stream.concat(Stream.of(own), accepted(own))
        .map(settings -> settings.authentication().clientId())
        .anyMatch(clientId::equalsIgnoreCase);
  }

  /** Whether another IdentityDomain of the same domain declares another type than this one. */
  public boolean isTypeContested(String domain) {
    var own = opened.get(domain);
    return own != null && !types(own.settings()).equals(List.of(own.settings().type()));
  }

  /** Replaces the state of a domain; returns the previous state, empty before the first. */
  public Optional<DomainState> update(String domain, DomainState state) {
    Optional.ofNullable(opened.get(domain)).map(Opened::settings).ifPresent(this::limit);
    return Optional.ofNullable(states.put(domain, state));
  }

  /** The state of a domain; empty before its first reconciliation. */
  public Optional<DomainState> state(String domain) {
    return Optional.ofNullable(states.get(domain));
  }

  /** The domain's connection even when it is not ready, for deletions; empty before the first. */
  public Optional<DomainConnection> lastConnection(String domain) {
    return Optional.ofNullable(opened.get(domain)).map(Opened::connection);
  }

  /**
   * Like {@link #lastConnection}, but only after a full read: before, it lacks objects that exist.
   */
  public Optional<DomainConnection> connectionWithInventory(String domain) {
    return lastConnection(domain).filter(DomainConnection::hasInventory);
  }

  /** Closes the connections of the IdentityDomains that do not exist any more. */
  public void closeOthers(Predicate<String> exists) {
    Stream.concat(opened.keySet().stream(), states.keySet().stream())
        .filter(exists.negate())
        .distinct()
        .forEach(this::close);
  }

  /** Removes connection and state of a deleted IdentityDomain. */
  public void close(String domain) {
    states.remove(domain);
    var present = opened.remove(domain);
    if (present != null) {
      present.connection().close();
      limit(present.settings());
    }
  }
}
