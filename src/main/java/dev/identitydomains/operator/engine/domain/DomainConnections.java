package dev.identitydomains.operator.engine.domain;

import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.Waiting;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;

/**
 * The domains of this process, by {@code namespace/name} of their IdentityDomain. Only the
 * IdentityDomain's reconciler writes; everybody reads.
 */
public final class DomainConnections {

  private record Opened(ConnectionSettings settings, DomainConnection connection) {}

  private final Map<String, Opened> opened = new ConcurrentHashMap<>();
  private final Map<String, DomainState> states = new ConcurrentHashMap<>();
  private final OkHttpClient http;
  private final AttributeSchema schema;
  private final Waiting waiting;
  private final Clock clock;

  /**
   * No domains yet.
   *
   * @param http whose connections and listeners all domains share; its bounds are set here
   * @param schema what is read of Apps and AppRoles
   */
  public DomainConnections(
      OkHttpClient http, AttributeSchema schema, Waiting waiting, Clock clock) {
    this.http = HttpTransport.bounded(http.newBuilder()).build();
    this.schema = schema;
    this.waiting = waiting;
    this.clock = clock;
  }

  /**
   * The connection for these settings: the one in use if they are the same, else a new one.
   *
   * @throws IllegalArgumentException when the URL or a certificate cannot be read
   */
  public DomainConnection open(String domain, ConnectionSettings settings) {
    var present = opened.get(domain);
    if (present != null && present.settings().equals(settings)) {
      return present.connection();
    }
    var connection = DomainConnection.open(settings, schema, http, waiting, clock);
    opened.put(domain, new Opened(settings, connection));
    return connection;
  }

  /** Records the state of a domain; returns the one before, empty if this is the first. */
  public Optional<DomainState> update(String domain, DomainState state) {
    return Optional.ofNullable(states.put(domain, state));
  }

  /** The state of a domain; empty before its first check. */
  public Optional<DomainState> state(String domain) {
    return Optional.ofNullable(states.get(domain));
  }

  /** The last connection to a domain, ready or not: what deletions may still use. */
  public Optional<DomainConnection> lastConnection(String domain) {
    return Optional.ofNullable(opened.get(domain)).map(Opened::connection);
  }

  /** Forgets a domain that was deleted. */
  public void close(String domain) {
    opened.remove(domain);
    states.remove(domain);
  }
}
