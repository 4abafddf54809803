package dev.identitydomains.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;

/** S27: the number of series does not grow with what tenants and domains make up. */
class CallMetricsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

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
    assertThat(values("target.host")).hasSizeLessThanOrEqualTo(CallMetrics.HOSTS);
  }

  private final OkHttpClient client = CallMetrics.client(registry, nanos::get);

  private void call(int status, String url) throws IOException {
    var http = client.newBuilder().addInterceptor(answering(status)).build();
    try (var response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      assertThat(response.code()).isEqualTo(status);
    }
  }

  private static Interceptor answering(int status) {
    return chain ->
        new Response.Builder()
            .request(chain.request())
            .protocol(Protocol.HTTP_1_1)
            .code(status)
            .message("")
            .body(ResponseBody.create("", null))
            .build();
  }

  private List<String> values(String tag) {
    return series().map(meter -> meter.getId().getTag(tag)).distinct().toList();
  }

  private Stream<Meter> series() {
    return registry.find(CallMetrics.METER).meters().stream();
  }
}
