package dev.identitydomains.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * The same work without Bulk calls and full reads: a lookup, a create and a grant for each
 * application, each in a call of its own, at the rate limit of the domain.
 */
final class OneCallPerResource {

  /** The rate of calls; a wait for the next slot costs less time than a 429. */
  private final int callsPerMinute;

  private final OkHttpClient http = new OkHttpClient();
  private final URI domain;
  private final String token;
  private Instant next = Instant.now();

  OneCallPerResource(URI domain, String clientId, String secret, int callsPerMinute)
      throws IOException {
    this.domain = domain;
    this.callsPerMinute = callsPerMinute;
    var request =
        new Request.Builder()
            .url(domain + "/oauth2/v1/token")
            .header("Authorization", Credentials.basic(clientId, secret))
            .post(new FormBody.Builder().add("grant_type", "client_credentials").build());
    try (var reply = http.newCall(request.build()).execute()) {
      token = new JsonMapper().readTree(reply.body().string()).path("access_token").asText();
    }
  }

  /**
   * The result of the work.
   *
   * @param applications number of created applications
   * @param time duration of their creation
   */
  record Result(int applications, Duration time) {

    /** Extrapolates the time to this number of applications. */
    Duration forAll(int size) {
      return time.multipliedBy(size).dividedBy(Math.max(1, applications));
    }
  }

  /** Creates applications until all exist or the time is up. */
  Result make(int size, String roleId, Duration atMost) throws IOException, InterruptedException {
    var begin = Instant.now();
    var made = 0;
    while (made < size && Instant.now().isBefore(begin.plus(atMost))) {
      make("single_" + made, Fleet.hasRole(made) ? roleId : "");
      made++;
    }
    return new Result(made, Duration.between(begin, Instant.now()));
  }

  private void make(String name, String roleId) throws IOException, InterruptedException {
    call("/Apps?attributes=id&filter=name%20eq%20%22" + name + "%22", null);
    var id =
        call(
            "/Apps",
            """
            {"name": "%1$s", "displayName": "%1$s", "active": true, "isOAuthClient": true,
             "basedOnTemplate": {"value": "CustomWebAppTemplateId"},
             "clientType": "confidential", "allowedGrants": ["client_credentials"]}
            """
                .formatted(name));
    if (!roleId.isEmpty()) {
      call(
          "/Grants",
          """
          {"grantee": {"type": "App", "value": "%s"}, "app": {"value": "IDCSAppId"},
           "entitlement": {"attributeName": "appRoles", "attributeValue": "%s"},
           "grantMechanism": "ADMINISTRATOR_TO_APP"}
          """
              .formatted(id, roleId));
    }
  }

  private String call(String path, @Nullable String body) throws IOException, InterruptedException {
    awaitSlot();
    var request =
        new Request.Builder()
            .url(domain + "/admin/v1" + path)
            .header("Authorization", "Bearer " + token);
    if (body != null) {
      request.post(RequestBody.create(body, MediaType.get("application/scim+json")));
    }
    try (var reply = http.newCall(request.build()).execute()) {
      if (!reply.isSuccessful()) {
        throw new IOException(path + " answered " + reply.code());
      }
      return new JsonMapper().readTree(reply.body().string()).path("id").asText();
    }
  }

  private void awaitSlot() throws InterruptedException {
    var wait = Duration.between(Instant.now(), next);
    if (!wait.isNegative()) {
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    }
    var gap = Duration.ofMinutes(1).dividedBy(callsPerMinute);
    next = (next.isAfter(Instant.now()) ? next : Instant.now()).plus(gap);
  }
}
