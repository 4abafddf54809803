package dev.identitydomains.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An informer of the operator's client, on an API that answers with these bytes. */
class ApiServerClientTest {

  private static final String TEXT = "Café ☕ 日本語 🎉 שלום \"a\" \\ \u0085\u2028";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Namespace> objects = new CopyOnWriteArrayList<>();

  /** The chunks of the newest watch. */
  private volatile BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();

  private volatile String managedFields = "";
  private final AtomicInteger watches = new AtomicInteger();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final KubernetesClient client;
  private final SharedIndexInformer<Namespace> informer;

  ApiServerClientTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    client = ApiServerClient.open(new ConfigBuilder().withMasterUrl(url).build(), meters);
    informer = client.namespaces().runnableInformer(0);
  }

  @BeforeEach
  void start() {
    server.setExecutor(executor);
    server.createContext("/", this::answer);
    server.start();
    informer.run();
    awaitWatch(1);
  }

  @AfterEach
  void stop() {
    informer.close();
    client.close();
    server.stop(0);
    executor.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100_000})
  void watchOverPlainHttpReadsAnyText(int size) {
    for (var name : List.of("a", "b")) {
      send(event("ADDED", namespace(name, TEXT)), size);
    }
    for (var name : List.of("a", "b")) {
      assertThat(awaitText(name)).isEqualTo(TEXT);
    }
    assertThat(relists("Namespace") + relists("unknown")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000\u0000{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Namespace\"}}",
        "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"met",
        "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Namespace\"}}",
        "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"labels\":5}}}",
        "{\"type\":\"GONE\",\"object\":{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}}",
      })
  void unreadableEventMakesInformerListAnew(String line) {
    objects.add(namespace("a", TEXT));
    send(line, 100_000);
    assertThat(awaitText("a")).isEqualTo(TEXT);
    assertThat(relists("Namespace")).isEqualTo(1);
    awaitWatch(2);
    send(event("ADDED", namespace("b", TEXT)), 100_000);
    assertThat(awaitText("b")).isEqualTo(TEXT);
    assertThat(informer.isRunning()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "5", "\"text\"", "{}", "{\"type\":\"ADDED\",\"object\":null}"})
  void eventWithoutKindCountsAsUnknown(String line) {
    objects.add(namespace("a", TEXT));
    send(line, 100_000);
    assertThat(awaitText("a")).isEqualTo(TEXT);
    assertThat(relists("unknown")).isEqualTo(1);
  }

  /** The delay between two lists doubles while the list cannot be read. */
  @Test
  void unreadableListIsReadAgain() {
    var strange = namespace("a", TEXT);
    strange.getMetadata().setAdditionalProperty("labels", 5);
    objects.add(strange);
    send("{", 100_000);
    await().until(() -> relists("unknown") == 1);
    objects.set(0, namespace("a", "mended"));
    assertThat(awaitText("a")).isEqualTo("mended");
    assertThat(informer.isRunning()).isTrue();
  }

  /** The API server stores what whoever edits an object writes there. */
  @ParameterizedTest
  @MethodSource("managedFields")
  void managedFieldsOfAnyFormAreSkipped(String fields) {
    managedFields = fields;
    send(managed(event("ADDED", namespace("a", TEXT))), 100_000);
    assertThat(awaitText("a")).isEqualTo(TEXT);
    assertThat(relists("Namespace") + relists("unknown")).isZero();
    objects.add(namespace("b", TEXT));
    send("{", 100_000);
    assertThat(awaitText("b")).as("from the list").isEqualTo(TEXT);
  }

  static Stream<String> managedFields() {
    return Stream.of(
        "{\"f:%s\":{}}".formatted("x".repeat(60_000)),
        "{\"f:a\":".repeat(1100) + "{}" + "}".repeat(1100));
  }

  private String managed(String json) {
    return managedFields.isEmpty()
        ? json
        : json.replace(
            "\"name\":",
            "\"managedFields\":[{\"manager\":\"x\",\"fieldsV1\":%s}],\"name\":"
                .formatted(managedFields));
  }

  private void awaitWatch(int number) {
    await().until(() -> watches.get() == number);
  }

  private String awaitText(String name) {
    await().until(() -> informer.getStore().getByKey(name) != null);
    var found = Objects.requireNonNull(informer.getStore().getByKey(name));
    return Objects.requireNonNull(found.getMetadata().getAnnotations().get("text"));
  }

  private double relists(String kind) {
    return meters.counter("identity.domain.watch.relists", "kind", kind).count();
  }

  private static Namespace namespace(String name, String text) {
    return new NamespaceBuilder()
        .withNewMetadata()
        .withName(name)
        .withResourceVersion("2")
        .withAnnotations(Map.of("text", text))
        .endMetadata()
        .build();
  }

  private static String event(String type, Namespace object) {
    return "{\"type\":\"%s\",\"object\":%s}".formatted(type, Serialization.asJson(object));
  }

  /** Sends a line in chunks of a number of bytes. */
  private void send(String line, int size) {
    var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    for (var at = 0; at < bytes.length; at += size) {
      chunks.add(Arrays.copyOfRange(bytes, at, Math.min(at + size, bytes.length)));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestHeaders().containsKey("Sec-WebSocket-Key")) {
        exchange.sendResponseHeaders(200, -1);
      } else if (exchange.getRequestURI().toString().contains("watch=true")) {
        exchange.sendResponseHeaders(200, 0);
        stream(exchange);
      } else {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(list().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    var own = new LinkedBlockingQueue<byte[]>();
    chunks = own;
    var out = exchange.getResponseBody();
    out.flush();
    watches.incrementAndGet();
    try {
      while (true) {
        out.write(own.take());
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String list() {
    var items = objects.stream().map(Serialization::asJson).map(this::managed).toList();
    return "{\"kind\":\"NamespaceList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"2\"},\"items\":[%s]}"
        .formatted(String.join(",", items));
  }
}
