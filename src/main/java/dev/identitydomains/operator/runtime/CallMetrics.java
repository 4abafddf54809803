package dev.identitydomains.operator.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpMetricsEventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Metrics of the calls to domains by host, method, endpoint and status. */
final class CallMetrics {

  private CallMetrics() {}

  /** Creates an HTTP client with the meter {@code identity.domain.calls}. */
  static OkHttpClient client(MeterRegistry registry) {
    return new OkHttpClient.Builder()
        .eventListener(
            OkHttpMetricsEventListener.builder(registry, "identity.domain.calls")
                .uriMapper(CallMetrics::endpoint)
                .build())
        .build();
  }

  /** The path without ids, for a low cardinality of the tag. */
  private static String endpoint(Request request) {
    var segments = request.url().pathSegments();
    var admin = segments.size() > 2 && segments.getFirst().equals("admin");
    return admin
        ? "/" + String.join("/", segments.subList(0, 3)) + (segments.size() > 3 ? "/{id}" : "")
        : request.url().encodedPath();
  }
}
