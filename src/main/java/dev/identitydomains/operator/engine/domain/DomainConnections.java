package dev.identitydomains.operator.engine.domain;

import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.Waiting;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;

/**
 * The connections and states of domains, by {@code namespace/name} of the IdentityDomain. Only the
 * reconciler of IdentityDomains changes them. Thread-safe.
 */
public final class DomainConnections {

  private record Opened(ConnectionSettings settings, DomainConnection connection) {}

  private final Map<String, Opened> opened = new ConcurrentHashMap<>();
  private final Map<String, DomainState> states = new ConcurrentHashMap<>();
  private final OkHttpClient http;
  private final DomainHosts hosts;
  private final AttributeSchema schema;
  private final Waiting waiting;
  private final Clock clock;

  /**
   * @param http its connections and listeners serve all domains; {@link HttpTransport#bounded} sets
   *     the timeouts
   * @param hosts the hosts and addresses that connections may have
   * @param schema attributes to read
   */
  public DomainConnections(
      OkHttpClient http, DomainHosts hosts, AttributeSchema schema, Waiting waiting, Clock clock) {
    this.http = HttpTransport.bounded(http.newBuilder()).dns(hosts.filter(http.dns())).build();
    this.hosts = hosts;
    this.schema = schema;
    this.waiting = waiting;
    this.clock = clock;
  }

  /** Whether the operator may call this URL of an IdentityDomain. */
  public DomainHosts.Admission admit(String url) {
    return hosts.admit(url);
  }

  /**
   * Returns the domain's connection if its settings are equal to these, else opens a new one.
   *
   * @throws IllegalArgumentException when a certificate is malformed
   */
  public DomainConnection open(String domain, ConnectionSettings settings) {
    var present = opened.get(domain);
    if (present != null && present.settings().equals(settings)) {
      return present.connection();
    }
    var connection =
        DomainConnection.open(
            settings, schema, http, waiting, clock, id -> isOperatorClient(settings, id));
    opened.put(domain, new Opened(settings, connection));
    return connection;
  }

  /** Whether a client id is that of a connection to the same domain, which accepts this client. */
  private boolean isOperatorClient(ConnectionSettings own, String clientId) {
    return Stream.concat(
            Stream.of(own),
            opened.values().stream()
                .filter(known -> known.connection().hasInventory())
                .map(Opened::settings)
                .filter(other -> other.isOfSameDomain(own)))
        .map(settings -> settings.authentication().clientId())
        .anyMatch(clientId::equalsIgnoreCase);
  }

  /** Replaces the state of a domain; returns the previous state, empty before the first. */
  public Optional<DomainState> update(String domain, DomainState state) {
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

  /** Removes connection and state of a deleted IdentityDomain. */
  public void close(String domain) {
    opened.remove(domain);
    states.remove(domain);
  }
}
