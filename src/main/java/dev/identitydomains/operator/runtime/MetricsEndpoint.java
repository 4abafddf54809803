package dev.identitydomains.operator.runtime;

import dev.identitydomains.operator.runtime.HttpEndpoints.Reply;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics} on a port of its own: metrics name the domains of all tenants, so another
 * network policy holds for them than for the probes.
 */
public final class MetricsEndpoint implements AutoCloseable {

  private final HttpEndpoints endpoints;

  private MetricsEndpoint(HttpEndpoints endpoints) {
    this.endpoints = endpoints;
  }

  /**
   * Starts the HTTP server.
   *
   * @param port 0 for any free port
   * @param metrics body of {@code /metrics}, in the text format of Prometheus
   * @throws IOException when the port is in use
   */
  public static MetricsEndpoint start(int port, Supplier<String> metrics) throws IOException {
    return new MetricsEndpoint(
        new HttpEndpoints(port, Map.of("/metrics", () -> new Reply(200, metrics.get()))));
  }

  /** The port of the server, also when the system has chosen it. */
  public int port() {
    return endpoints.port();
  }

  @Override
  public void close() {
    endpoints.close();
  }
}
