package dev.identitydomains.operator.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * An HTTP server for a few exact paths. It bounds its connections in number and time, because
 * whoever reaches the port may connect.
 */
final class HttpEndpoints implements AutoCloseable {

  /** A reply: its status and its body as plain text. */
  record Reply(int status, String text) {}

  /**
   * The bounds, as system properties of <a
   * href="https://docs.oracle.com/en/java/javase/25/docs/api/jdk.httpserver/module-summary.html">jdk.httpserver</a>,
   * which has no other way. Times are in seconds: the page says milliseconds for {@code maxReqTime}
   * and {@code maxRspTime}, but the server of Java 25 takes both for seconds.
   */
  private static final Map<String, String> BOUNDS =
      Map.of(
          "jdk.httpserver.maxConnections", "64", // of each server; closes what comes beyond
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "10",
          "sun.net.httpserver.idleInterval", "10",
          "sun.net.httpserver.maxReqHeaderSize", "16384");

  static {
    // before the class HttpServer is used, which reads them once
    BOUNDS.forEach((name, value) -> {
      if (System.getProperty(name) == null) {
        System.setProperty(name, value);
      }
    });
  }

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Starts the server.
   *
   * @param port 0 for any free port
   * @param replies one for each path; every other path gets 404
   * @throws IOException when the port is in use
   */
  HttpEndpoints(int port, Map<String, Supplier<Reply>> replies) throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(executor);
    server.createContext(
        "/",
        exchange -> {
          var reply = replies.get(exchange.getRequestURI().getPath());
          answer(exchange, reply == null ? new Reply(404, "not found") : reply.get());
        });
    server.start();
  }

  /** The port of the server, also when the system has chosen it. */
  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static void answer(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      var bytes = reply.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(reply.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
