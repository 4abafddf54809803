package dev.identitydomains.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** S27: the number of series does not grow with what tenants and domains make up. */
class CallMetricsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger answer = new AtomicInteger();
  private final HttpServer server;
  private final OkHttpClient http =
      CallMetrics.client(registry, nanos::get)
          .newBuilder()
          .dns(_ -> List.of(InetAddress.getLoopbackAddress()))
          .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
          .build();

  CallMetricsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void pathsHaveNoIds() throws IOException {
    call(200, "https://a.example.com/admin/v1/Apps");
    call(200, "https://a.example.com/admin/v1/Apps/0123456789abcdef");
    call(200, "https://a.example.com/prefix/admin/v1/Apps/fedcba9876543210");
    call(200, "https://a.example.com/prefix/oauth2/v1/token");
    call(200, "https://a.example.com/.well-known/openid-configuration");
    for (var i = 0; i < 10; i++) {
      call(200, "https://a.example.com/made/up/" + i);
    }
    assertThat(values("uri"))
        .containsExactlyInAnyOrder(
            "/admin/v1/Apps",
            "/admin/v1/Apps/{id}",
            "/oauth2/v1/token",
            "/.well-known/openid-configuration",
            "other");
  }

  @Test
  void statusesAreKnownOnes() throws IOException {
    for (var status = 600; status < 999; status++) {
      call(status, "https://a.example.com/admin/v1/Apps");
    }
    call(429, "https://a.example.com/admin/v1/Apps");
    assertThat(values("status")).containsExactlyInAnyOrder("other", "429");
  }

  @Test
  void hostThatNobodyCallsAnyMoreHasNoSeries() throws IOException {
    call(200, "https://gone.example.com/admin/v1/Apps");
    call(200, "https://stays.example.com/admin/v1/Apps");
    nanos.addAndGet(CallMetrics.UNUSED.toNanos() / 2);
    call(200, "https://stays.example.com/admin/v1/Apps");
    nanos.addAndGet(CallMetrics.UNUSED.toNanos() / 2 + 1);
    call(200, "https://stays.example.com/admin/v1/Apps");
    assertThat(values("target.host")).containsExactly("stays.example.com");
  }

  @Test
  void hostsHaveBound() throws IOException {
    for (var i = 0; i < CallMetrics.HOSTS + 100; i++) {
      call(200, "https://h%d.example.com/admin/v1/Apps".formatted(i));
    }
    assertThat(values("target.host"))
        .hasSizeBetween(CallMetrics.HOSTS / 2, CallMetrics.HOSTS)
        .contains("h%d.example.com".formatted(CallMetrics.HOSTS + 99));
  }

  @Test
  void portsOfOneHostShareTheirSeries() {
    for (var port = 1; port <= 100; port++) {
      registry
          .timer(CallMetrics.METER, "target.host", "a.example.com", "target.port", "" + port)
          .record(1, TimeUnit.SECONDS);
    }
    assertThat(series()).hasSize(1);
  }

  @Test
  void callsHaveNoTagOfThePort() throws IOException {
    call(200, "https://a.example.com/admin/v1/Apps");
    assertThat(series().flatMap(meter -> meter.getId().getTags().stream()).map(Tag::getKey))
        .contains("target.host", "method", "uri", "status")
        .doesNotContain("target.port");
  }

  private void call(int status, String url) throws IOException {
    var atServer = HttpUrl.get(url.replace("https:", "http:")).newBuilder().port(port()).build();
    answer.set(status);
    try (var response = http.newCall(new Request.Builder().url(atServer).build()).execute()) {
      assertThat(response.code()).isEqualTo(status);
    }
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private List<String> values(String tag) {
    return series().map(meter -> meter.getId().getTag(tag)).distinct().toList();
  }

  private Stream<Meter> series() {
    return registry.find(CallMetrics.METER).meters().stream();
  }
}
