package dev.identitydomains.operator.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.http.BearerTokens;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.CallLimiter;
import dev.identitydomains.operator.http.HttpReply;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.RateLimitGroup;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.text.ForeignText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cached access token of one domain. One thread requests a token while others wait for the same
 * request; a new one is requested before expiry. Failures are cached too, so that a thousand
 * resources with wrong credentials cause one request. Thread-safe.
 */
public final class TokenService implements BearerTokens {

  /** The time for which a refusal of the token endpoint is cached. */
  public static final Duration REFUSAL_STANDS = Duration.ofMinutes(2);

  private static final Duration OUTAGE_STANDS = Duration.ofSeconds(2);
  private static final Duration DEFAULT_LIFE = Duration.ofHours(1);

  /** A domain whose tokens live no time costs no token request for each call. */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(5);

  private static final Duration LONGEST_LIFE = Duration.ofDays(1);

  /** What may follow {@code Bearer} in a header. */
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,20000}");

  /** The cached result of one token request; valid before {@code until}. */
  private sealed interface Answer {
    Instant until();
  }

  private record Granted(Instant until, Sensitive token) implements Answer {}

  private record Refused(Instant until, RuntimeException failure) implements Answer {}

  private final TokenRequest request;
  private final HttpTransport http;
  private final CallLimiter limiter;
  private final Clock clock;
  private final AtomicReference<@Nullable CompletableFuture<Answer>> latest =
      new AtomicReference<>();

  public TokenService(TokenRequest request, HttpTransport http, CallLimiter limiter, Clock clock) {
    this.request = request;
    this.http = http;
    this.limiter = limiter;
    this.clock = clock;
  }

  /**
   * Returns a valid token; blocks while one is requested.
   *
   * @throws TokenFailure when the endpoint refuses the client
   * @throws CallException when the endpoint is unreachable or its reply has no token
   */
  @Override
  public Sensitive current() {
    while (true) {
      var seen = latest.get();
      if (seen != null && (!seen.isDone() || clock.instant().isBefore(seen.join().until()))) {
        return unwrap(seen);
      }
      var mine = new CompletableFuture<Answer>();
      if (latest.compareAndSet(seen, mine)) {
        try {
          mine.complete(ask());
        } finally {
          // only after an Error: no thread may wait for a result that never comes
          if (!mine.isDone() && latest.compareAndSet(mine, null)) {
            mine.cancel(false);
          }
        }
        return unwrap(mine);
      }
    }
  }

  @Override
  public void drop(Sensitive token) {
    var seen = latest.get();
    if (seen != null
        && seen.isDone()
        && seen.join() instanceof Granted granted
        && granted.token().equals(token)) {
      latest.compareAndSet(seen, null);
    }
  }

  private static Sensitive unwrap(CompletableFuture<Answer> future) {
    return switch (future.join()) {
      case Granted granted -> granted.token();
      case Refused refused -> throw refused.failure();
    };
  }

  private Answer ask() {
    try {
      limiter.await(RateLimitGroup.TOKEN);
      var token = read(http.send(request.build(clock)));
      return new Granted(token.refreshAt(), token.value());
    } catch (TokenFailure e) {
      return new Refused(clock.instant().plus(REFUSAL_STANDS), e);
    } catch (RuntimeException e) {
      return new Refused(clock.instant().plus(OUTAGE_STANDS), e);
    }
  }

  private AccessToken read(HttpReply reply) {
    var json = reply.json();
    if (reply.status() == 400 || reply.status() == 401) {
      throw new TokenFailure(refusal(reply, json));
    }
    if (reply.status() == 429) {
      limiter.onTooManyRequests(RateLimitGroup.TOKEN, reply.retryAfter(clock).orElse(null));
    }
    if (!reply.successful()) {
      throw new CallException(
          CallFailure.Answered.bare("POST /oauth2/v1/token", reply, clock), null);
    }
    var value = json.path("access_token").asText();
    if (!TOKEN.matcher(value).matches()) {
      throw new CallException(
          new CallFailure.Malformed(
              "the reply of the token endpoint has no access_token, or one that fits no header"),
          null);
    }
    return AccessToken.received(new Sensitive(value), clock.instant(), life(json));
  }

  private static Duration life(JsonNode json) {
    var seconds = json.path("expires_in").asLong(DEFAULT_LIFE.toSeconds());
    return Duration.ofSeconds(
        Math.clamp(seconds, SHORTEST_LIFE.toSeconds(), LONGEST_LIFE.toSeconds()));
  }

  /** The error reply (RFC 6749 section 5.2) as a message for users. */
  private String refusal(HttpReply reply, JsonNode json) {
    return "The token endpoint refused client %s with %d %s: %s%s"
        .formatted(
            request.authentication().clientId(),
            reply.status(),
            ForeignText.of(json.path("error").asText("(no error code)")),
            ForeignText.of(json.path("error_description").asText("(no description)")),
            reply.requestId().map(id -> " (opc-request-id " + id + ")").orElse(""));
  }
}
