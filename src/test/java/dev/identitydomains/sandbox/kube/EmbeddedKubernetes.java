package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Kubernetes API in this process: kubectl and controllers can get, list, watch, create, apply,
 * patch and delete the built-in kinds of {@link ResourceType} and whatever
 * CustomResourceDefinitions define. It validates nothing and lets everybody in.
 */
public final class EmbeddedKubernetes implements KubernetesApi {

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ObjectStore store = new ObjectStore();

  private EmbeddedKubernetes() throws IOException {
    for (var name : List.of("default", "kube-system")) {
      var namespace = JsonNodeFactory.instance.objectNode().put("kind", "Namespace");
      ObjectStore.metadata(namespace.put("apiVersion", "v1")).put("name", name);
      store.create(namespace);
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts an API without any kinds but the built-in ones. */
  public static EmbeddedKubernetes start() throws IOException {
    return new EmbeddedKubernetes();
  }

  @Override
  public String kubeconfig() {
    return Kubeconfig.of("http://127.0.0.1:" + server.getAddress().getPort(), "", "");
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        answer(exchange);
      } catch (ApiError e) {
        send(exchange, e.code, e.status());
      } catch (JacksonException e) {
        send(exchange, 415, new ApiError(415, "UnsupportedMediaType", "not JSON or YAML").status());
      } catch (RuntimeException e) {
        send(exchange, 500, new ApiError(500, "InternalError", e.toString()).status());
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    var defined = store.stream().filter(o -> o.path("kind").asText().endsWith("Definition"));
    var custom = defined.flatMap(crd -> ResourceType.versions(crd.path("spec")));
    var types = Stream.concat(ResourceType.builtIn(), custom).toList();
    var document = Discovery.document(exchange.getRequestURI().getPath(), types);
    if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
      exchange.sendResponseHeaders(200, -1); // a watch over WebSocket falls back to plain HTTP
    } else if (document.isPresent()) {
      send(exchange, 200, document.get());
    } else {
      var request = ApiRequest.read(exchange, types);
      if (request.isWatch()) {
        watch(exchange, request);
      } else {
        var status = request.method().equals("POST") ? 201 : 200;
        send(exchange, status, new Verbs(store, request).answer());
      }
    }
  }

  /** One line of JSON an event, until the client or its time limit ends it. */
  private void watch(HttpExchange exchange, ApiRequest request) throws IOException {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(request.number("timeoutSeconds", 3600));
    var events = store.watch(request.number("resourceVersion", 0));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (var out = exchange.getResponseBody()) {
      out.flush();
      while (System.nanoTime() < end) {
        var event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event != null) {
          out.write(request.watchLine(event).getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      store.unwatch(events);
    }
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    var text = body instanceof ObjectNode ? body.toString() : body.asText();
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
