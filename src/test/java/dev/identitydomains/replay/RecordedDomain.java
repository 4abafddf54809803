package dev.identitydomains.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Answers every request with the reply of one recorded exchange, and keeps the last request. */
final class RecordedDomain implements AutoCloseable {

  /** A request as it arrived. */
  record Arrived(String method, HttpUrl url, Optional<String> ifMatch, JsonNode body) {}

  private final HttpServer server;
  private final AtomicReference<@Nullable Entry> entry = new AtomicReference<>();
  private final AtomicReference<@Nullable Arrived> last = new AtomicReference<>();

  RecordedDomain() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  HttpUrl url() {
    return HttpUrl.get("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers with the reply of this exchange from now on. */
  void play(Entry next) {
    last.set(null);
    entry.set(next);
  }

  /** The first request since {@link #play}; empty for none. */
  Optional<Arrived> arrived() {
    return Optional.ofNullable(last.get());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var ifMatch = Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-Match"));
      var url = Objects.requireNonNull(url().resolve(exchange.getRequestURI().toString()));
      var arrived = new Arrived(exchange.getRequestMethod(), url, ifMatch, Entry.body(body));
      last.compareAndSet(null, arrived);
      var played = Objects.requireNonNull(entry.get());
      var reply = onePage(played.received());
      var bytes =
          reply.isMissingNode() ? new byte[0] : reply.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/scim+json");
      exchange.sendResponseHeaders(played.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Each page of a list is an exchange of its own. */
  private static JsonNode onePage(JsonNode reply) {
    if (reply instanceof ObjectNode list && list.has("Resources")) {
      return list.deepCopy().put("totalResults", list.path("Resources").size());
    }
    return reply;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
