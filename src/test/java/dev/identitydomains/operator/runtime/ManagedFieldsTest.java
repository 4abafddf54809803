package dev.identitydomains.operator.runtime;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedFieldsTest {

  private HttpServer serve(String items, Duration life) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (exchange.getRequestHeaders().containsKey("Sec-WebSocket-Key")) {
              exchange.sendResponseHeaders(200, -1);
            } else if (exchange.getRequestURI().toString().contains("watch=true")) {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().flush();
              try {
                Thread.sleep(life);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            } else {
              exchange.sendResponseHeaders(200, 0);
              exchange
                  .getResponseBody()
                  .write(
                      "{\"kind\":\"NamespaceList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"2\"},\"items\":[%s]}"
                          .formatted(items)
                          .getBytes(StandardCharsets.UTF_8));
            }
          }
        });
    server.start();
    return server;
  }

  /** The API server stores what whoever edits an object writes there. */
  @ParameterizedTest
  @ValueSource(strings = {"name", "depth"})
  void managedFieldsDoNotEndTheInformer(String kind) throws Exception {
    var fields =
        kind.equals("name")
            ? "{\"f:%s\":{}}".formatted("x".repeat(60_000))
            : "{\"f:a\":".repeat(1100) + "{}" + "}".repeat(1100);
    var item =
        "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"2\",\"managedFields\":[{\"manager\":\"x\",\"operation\":\"Update\",\"apiVersion\":\"v1\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":%s}]}}"
            .formatted(fields);
    var server = serve(item, Duration.ofSeconds(60));
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (var client =
        ApiServerClient.open(
            new ConfigBuilder().withMasterUrl(url).build(), new SimpleMeterRegistry())) {
      var informer = client.namespaces().runnableInformer(0);
      var _ = informer.start();
      await().atMost(Duration.ofSeconds(10)).until(() -> informer.getStore().getByKey("a") != null);
      informer.close();
    } finally {
      server.stop(0);
    }
  }
}
