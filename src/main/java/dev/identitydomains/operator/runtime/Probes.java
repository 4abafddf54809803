package dev.identitydomains.operator.runtime;

import dev.identitydomains.operator.runtime.HttpEndpoints.Reply;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Serves {@code /livez} and {@code /readyz}. */
public final class Probes implements AutoCloseable {

  private final HttpEndpoints endpoints;

  private Probes(HttpEndpoints endpoints) {
    this.endpoints = endpoints;
  }

  /**
   * Starts the HTTP server.
   *
   * @param port 0 for any free port
   * @param liveness result of {@code /livez}: 503 after the death of a thread
   * @param ready result of {@code /readyz}: true for 200, false for 503
   * @throws IOException when the port is in use
   */
  public static Probes start(int port, Liveness liveness, BooleanSupplier ready)
      throws IOException {
    return new Probes(
        new HttpEndpoints(
            port,
            Map.of(
                "/livez", () -> liveness(liveness.death()),
                "/readyz", () -> readiness(ready.getAsBoolean()))));
  }

  private static Reply liveness(Optional<String> death) {
    return death.map(told -> new Reply(503, told)).orElseGet(() -> new Reply(200, "ok"));
  }

  private static Reply readiness(boolean ready) {
    return ready ? new Reply(200, "ok") : new Reply(503, "caches not synced");
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
