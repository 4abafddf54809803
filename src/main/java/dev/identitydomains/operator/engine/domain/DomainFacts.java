package dev.identitydomains.operator.engine.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.CallLimiter;
import dev.identitydomains.operator.http.HttpReply;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.RateLimitGroup;
import dev.identitydomains.operator.http.Waiting;
import java.time.Clock;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** Asks a domain for what it tells everybody. */
final class DomainFacts {

  private static final String DISCOVERY = ".well-known/openid-configuration";

  private final DomainUrl url;
  private final HttpTransport http;
  private final CallLimiter limiter;
  private final Waiting waiting;
  private final Clock clock;

  DomainFacts(
      DomainUrl url, HttpTransport http, CallLimiter limiter, Waiting waiting, Clock clock) {
    this.url = url;
    this.http = http;
    this.limiter = limiter;
    this.waiting = waiting;
    this.clock = clock;
  }

  /**
   * The metadata, of endpoints those that applications may get.
   *
   * @throws CallException when the call fails, or the metadata are unusable
   */
  OpenIdConfiguration configuration() {
    var discovery = discovery();
    var found =
        new OpenIdConfiguration(
            text(discovery, "issuer"),
            text(discovery, "token_endpoint"),
            secureTokenEndpoint(discovery),
            discovery.path("authorization_endpoint").textValue(),
            discovery.path("jwks_uri").textValue(),
            discovery.path("userinfo_endpoint").textValue(),
            discovery.path("end_session_endpoint").textValue());
    found
        .problem(url)
        .ifPresent(problem -> {
          throw malformed(problem);
        });
    return found.withOwnEndpoints(url);
  }

  /**
   * Tries to read the keys as a resource server does, without a token.
   *
   * @return empty when the domain does not answer for now
   */
  Optional<SigningKeys> signingKeys(OpenIdConfiguration configuration) {
    if (configuration.jwksUri() == null) {
      return Optional.of(SigningKeys.UNKNOWN);
    }
    try {
      var reply = get(HttpUrl.get(configuration.jwksUri()), RateLimitGroup.OTHER);
      if (reply.status() == 429) {
        limiter.onTooManyRequests(RateLimitGroup.OTHER, reply.retryAfter(clock).orElse(null));
      }
      return switch (reply.status()) {
        case 401, 403 -> Optional.of(SigningKeys.PROTECTED);
        case 200 ->
            Optional.of(
                reply.json().path("keys").isArray() ? SigningKeys.PUBLIC : SigningKeys.UNKNOWN);
        default ->
            reply.status() == 429 || reply.status() >= 500
                ? Optional.empty()
                : Optional.of(SigningKeys.UNKNOWN);
      };
    } catch (CallException _) {
      return Optional.empty();
    }
  }

  /** The service's own name, or that of RFC 8705 section 5. */
  private static @Nullable String secureTokenEndpoint(JsonNode discovery) {
    return Optional.ofNullable(discovery.path("secure_token_endpoint").textValue())
        .orElse(discovery.at("/mtls_endpoint_aliases/token_endpoint").textValue());
  }

  private JsonNode discovery() {
    var reply = get(url.http().newBuilder().addPathSegments(DISCOVERY).build(), null);
    if (!reply.successful()) {
      throw new CallException(CallFailure.Answered.bare("GET /" + DISCOVERY, reply, clock), null);
    }
    var json = reply.json();
    if (!json.isObject()) {
      throw malformed("is not JSON");
    }
    return json;
  }

  /**
   * Reads an address.
   *
   * @param group whose rate limits hold; null for none
   */
  private HttpReply get(HttpUrl address, @Nullable RateLimitGroup group) {
    var request = new Request.Builder().url(address).get().build();
    return waiting.run(() -> {
      if (group != null) {
        limiter.await(group);
      }
      return http.send(request);
    });
  }

  private static String text(JsonNode discovery, String name) {
    return Optional.ofNullable(discovery.path(name).textValue())
        .orElseThrow(() -> malformed("has no " + name));
  }

  private static CallException malformed(String what) {
    return new CallException(
        new CallFailure.Malformed("the reply to GET /%s %s".formatted(DISCOVERY, what)), null);
  }
}
