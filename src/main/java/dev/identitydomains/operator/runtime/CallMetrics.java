package dev.identitydomains.operator.runtime;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpMetricsEventListener;
import io.micrometer.core.instrument.config.MeterFilter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Metrics of the calls to domains by host, method, endpoint and status. Tenants choose hosts, and a
 * domain chooses statuses: the number of series has a bound, and those of a host end when nobody
 * calls it any more.
 */
final class CallMetrics {

  static final String METER = "identity.domain.calls";
  static final int HOSTS = 500;

  /** An IdentityDomain is checked each minute, unless its {@code driftCheckInterval} is longer. */
  static final Duration UNUSED = Duration.ofHours(1);

  private static final String HOST = "target.host";
  private static final String PORT = "target.port";
  private static final String STATUS = "status";
  private static final String OTHER = "other";

  /** Those of the SCIM and token endpoints, and those without a reply. */
  private static final Set<String> STATUSES =
      Set.of(
          "200",
          "201",
          "202",
          "204",
          "301",
          "302",
          "307",
          "308",
          "400",
          "401",
          "403",
          "404",
          "405",
          "409",
          "412",
          "413",
          "415",
          "429",
          "500",
          "502",
          "503",
          "504",
          "IO_ERROR",
          "CLIENT_ERROR",
          "UNKNOWN");

  private static final Set<String> OTHER_ENDPOINTS =
      Set.of("oauth2/v1/token", ".well-known/openid-configuration");

  private final MeterRegistry registry;
  private final Cache<String, Boolean> hosts;

  private CallMetrics(MeterRegistry registry, Ticker ticker) {
    this.registry = registry;
    hosts =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumSize(HOSTS)
            .expireAfterAccess(UNUSED)
            .<String, Boolean>removalListener((host, _, _) -> remove(String.valueOf(host)))
            .build();
  }

  /** Creates an HTTP client with the meter {@code identity.domain.calls}. */
  static OkHttpClient client(MeterRegistry registry) {
    return client(registry, Ticker.systemTicker());
  }

  static OkHttpClient client(MeterRegistry registry, Ticker ticker) {
    var metrics = new CallMetrics(registry, ticker);
    registry.config().meterFilter(new BoundedTags());
    return new OkHttpClient.Builder()
        .eventListener(
            OkHttpMetricsEventListener.builder(registry, METER).uriMapper(metrics::record).build())
        .build();
  }

  private String record(Request request) {
    hosts.asMap().putIfAbsent(request.url().host(), true);
    hosts.cleanUp(); // reads alone end nothing
    return endpoint(request.url().pathSegments());
  }

  private void remove(String host) {
    registry.find(METER).tag(HOST, host).meters().forEach(registry::remove);
  }

  /** The path below the URL of the domain, without ids. */
  private static String endpoint(List<String> segments) {
    var admin = segments.indexOf("admin");
    if (admin >= 0 && segments.size() > admin + 2) {
      var id = segments.size() > admin + 3 ? "/{id}" : "";
      return "/" + String.join("/", segments.subList(admin, admin + 3)) + id;
    }
    var path = String.join("/", segments);
    return OTHER_ENDPOINTS.stream()
        .filter(path::endsWith)
        .findFirst()
        .map(known -> "/" + known)
        .orElse(OTHER);
  }

  /** A domain may answer with any three digits, and a tenant may choose any port. */
  private static final class BoundedTags implements MeterFilter {

    @Override
    public Meter.Id map(Meter.Id id) {
      return id.getName().equals(METER)
          ? id.replaceTags(
              id.getTags().stream().filter(BoundedTags::isKept).map(BoundedTags::known).toList())
          : id;
    }

    private static boolean isKept(Tag tag) {
      return !tag.getKey().equals(PORT);
    }

    private static Tag known(Tag tag) {
      return !tag.getKey().equals(STATUS) || STATUSES.contains(tag.getValue())
          ? tag
          : Tag.of(STATUS, OTHER);
    }
  }
}
