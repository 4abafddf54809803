package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.identitydomains.sandbox.CrashPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A Kubernetes API in this process: kubectl and controllers can get, list, watch, create, apply,
 * patch and delete objects of the built-in kinds of {@link ResourceType} and of custom kinds. It
 * does no validation, authentication or authorization.
 */
public final class EmbeddedKubernetes implements KubernetesApi {

  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ObjectStore store = new ObjectStore();

  private final boolean streamedLists;

  private EmbeddedKubernetes(boolean streamedLists) throws IOException {
    this.streamedLists = streamedLists;
    for (var name : List.of("default", "kube-system")) {
      var namespace = JsonNodeFactory.instance.objectNode().put("kind", "Namespace");
      ObjectStore.metadata(namespace.put("apiVersion", "v1")).put("name", name);
      store.create(ObjectKey.namespace(name), namespace);
    }
    listen(CrashPoint.never());
  }

  private HttpServer listen(CrashPoint caller) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(executor);
    server.createContext("/", exchange -> handle(exchange, caller));
    server.start();
    servers.add(server);
    return server;
  }

  /** Starts an API with the built-in kinds. */
  public static EmbeddedKubernetes start() throws IOException {
    return new EmbeddedKubernetes(true);
  }

  /** Starts an API without streamed lists, like a server with the feature gate WatchList off. */
  public static EmbeddedKubernetes startWithoutStreamedLists() throws IOException {
    return new EmbeddedKubernetes(false);
  }

  @Override
  public String kubeconfig() {
    return kubeconfig(servers.getFirst());
  }

  /** A kubeconfig for one process; the crash point counts its writes. */
  public String kubeconfig(CrashPoint caller) throws IOException {
    return kubeconfig(listen(caller));
  }

  private static String kubeconfig(HttpServer server) {
    return Kubeconfig.of("http://127.0.0.1:" + server.getAddress().getPort(), "", "");
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange, CrashPoint caller) throws IOException {
    try (exchange) {
      var writes = !exchange.getRequestMethod().equals("GET");
      var what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      var number = writes ? caller.begin(what) : OptionalInt.of(0);
      if (number.isEmpty() || caller.isCut()) {
        return;
      }
      var reply = reply(exchange);
      if (reply.isPresent() && (!writes || caller.end(number.getAsInt()))) {
        send(exchange, reply.get());
      }
    }
  }

  private record Reply(int status, JsonNode body) {

    static Optional<Reply> of(ApiError error) {
      return Optional.of(new Reply(error.code, error.status()));
    }
  }

  private Optional<Reply> reply(HttpExchange exchange) throws IOException {
    try {
      return answer(exchange);
    } catch (ApiError e) {
      return Reply.of(e);
    } catch (JacksonException e) {
      return Reply.of(new ApiError(415, "UnsupportedMediaType", "not JSON or YAML"));
    } catch (RuntimeException e) {
      return Reply.of(new ApiError(500, "InternalError", e.toString()));
    }
  }

  /** Returns the reply; empty when this method has sent it. */
  private Optional<Reply> answer(HttpExchange exchange) throws IOException {
    var types = Stream.concat(ResourceType.builtIn(), defined()).toList();
    var document = Discovery.document(exchange.getRequestURI().getPath(), types);
    if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
      exchange.sendResponseHeaders(200, -1); // a watch over WebSocket falls back to plain HTTP
      return Optional.empty();
    }
    if (document.isPresent()) {
      return Optional.of(new Reply(200, document.get()));
    }
    var request = ApiRequest.read(exchange, types);
    if (request.method().equals("GET") && !request.namesOne()) {
      request.options().check(streamedLists);
    }
    if (request.options().watch()) {
      watch(exchange, request);
      return Optional.empty();
    }
    var status = request.method().equals("POST") ? 201 : 200;
    return Optional.of(new Reply(status, Verbs.of(store, request).answer()));
  }

  private Stream<ResourceType> defined() {
    return store
        .select((key, _) -> key.plural().equals("customresourcedefinitions"))
        .objects()
        .stream()
        .flatMap(definition -> ResourceType.versions(definition.now().path("spec")));
  }

  private void watch(HttpExchange exchange, ApiRequest request) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (var out = exchange.getResponseBody()) {
      new WatchStream(store, request, out).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    var body = reply.body();
    var text = body instanceof ObjectNode ? body.toString() : body.asText();
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(reply.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
