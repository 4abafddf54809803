package dev.identitydomains.operator.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Serves {@code /livez}, {@code /readyz} and {@code /metrics}. */
public final class Probes implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  private Probes(int port, Liveness liveness, BooleanSupplier ready, Supplier<String> metrics)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(executor);
    server.createContext(
        "/livez",
        exchange -> {
          var death = liveness.death();
          answer(exchange, death.isEmpty() ? 200 : 503, death.orElse("ok"));
        });
    server.createContext(
        "/readyz",
        exchange -> {
          var good = ready.getAsBoolean();
          answer(exchange, good ? 200 : 503, good ? "ok" : "caches not synced");
        });
    server.createContext("/metrics", exchange -> answer(exchange, 200, metrics.get()));
    server.start();
  }

  /**
   * Starts the HTTP server.
   *
   * @param port 0 for any free port
   * @param liveness result of {@code /livez}: 503 after the death of a thread
   * @param ready result of {@code /readyz}: true for 200, false for 503
   * @param metrics body of {@code /metrics}, in the text format of Prometheus
   * @throws IOException when the port is in use
   */
  public static Probes start(
      int port, Liveness liveness, BooleanSupplier ready, Supplier<String> metrics)
      throws IOException {
    return new Probes(port, liveness, ready, metrics);
  }

  /** The port of the server, also when the system has chosen it. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
