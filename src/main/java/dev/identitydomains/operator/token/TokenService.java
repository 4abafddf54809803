package dev.identitydomains.operator.token;

import dev.identitydomains.operator.http.BearerTokens;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.CallLimiter;
import dev.identitydomains.operator.http.HttpTransport;
import dev.identitydomains.operator.http.RateLimitGroup;
import dev.identitydomains.operator.http.Sensitive;
import dev.identitydomains.operator.text.ForeignText;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cached access token of one domain. One request is under way at a time, on a thread of its
 * own: without a token all wait for it; with one that ends soon all use that meanwhile. Failures
 * are cached too, so that a thousand resources with wrong credentials cause one request.
 * Thread-safe.
 */
public final class TokenService implements BearerTokens {

  private static final Logger LOG = LoggerFactory.getLogger(TokenService.class);

  /** The time for which a refusal of the token endpoint is cached. */
  public static final Duration REFUSAL_STANDS = Duration.ofMinutes(2);

  /** The time for which an outage is cached: it doubles with each that follows. */
  private static final Duration SHORTEST_OUTAGE = Duration.ofSeconds(2);

  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(1);

  /**
   * The last attempt failed.
   *
   * @param until when the next may be made, in nanoseconds of the time source
   * @param count of outages in a row
   */
  private record Failed(RuntimeException failure, long until, int count) {}

  /**
   * A token and what it lacks.
   *
   * @param missing scopes that were asked for and not granted
   */
  private record Received(AccessToken token, Set<String> missing) {}

  private final TokenRequest request;
  private final Supplier<TokenEndpoint> endpoint;
  private final HttpTransport http;
  private final CallLimiter limiter;
  private final Clock clock;
  private final LongSupplier nanoTime;

  private @Nullable AccessToken token;
  private @Nullable Failed failed;
  private @Nullable CompletableFuture<Sensitive> asking;
  private Set<String> missing = Set.of();

  /**
   * @param endpoint tells where to ask; may call the domain, and throw what a call throws
   * @param clock for assertions and dates of replies
   * @param nanoTime for all that waits and ends, like {@link System#nanoTime}
   */
  public TokenService(
      TokenRequest request,
      Supplier<TokenEndpoint> endpoint,
      HttpTransport http,
      CallLimiter limiter,
      Clock clock,
      LongSupplier nanoTime) {
    this.request = request;
    this.endpoint = endpoint;
    this.http = http;
    this.limiter = limiter;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns a valid token; blocks while there is none and one is requested.
   *
   * @throws TokenFailure when the endpoint refuses the client
   * @throws CallException when the endpoint is unreachable or its reply has no token
   */
  @Override
  public Sensitive current() {
    try {
      return next().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private synchronized CompletableFuture<Sensitive> next() {
    var now = nanoTime.getAsLong();
    var usable = token != null && token.isUsable(now) ? token : null;
    var mayAsk = asking == null && (failed == null || now - failed.until() >= 0);
    if (mayAsk && (usable == null || usable.isDue(now))) {
      var future = new CompletableFuture<Sensitive>();
      Thread.ofVirtual().name("token").start(() -> complete(future));
      asking = future; // the thread waits for this monitor before it takes it away
    }
    if (usable != null) {
      return CompletableFuture.completedFuture(usable.value());
    }
    return asking != null
        ? asking
        : CompletableFuture.failedFuture(Objects.requireNonNull(failed).failure());
  }

  private void complete(CompletableFuture<Sensitive> future) {
    try {
      limiter.await(RateLimitGroup.TOKEN);
      future.complete(keep(granted()));
    } catch (RuntimeException e) {
      fail(e);
      future.completeExceptionally(e);
    } catch (Error e) {
      end();
      future.completeExceptionally(e);
      throw e;
    }
  }

  /**
   * An answer to anything but the caller's own call is no answer to that. A server that wants
   * another client certificate says so by an alert of TLS.
   */
  private Received granted() {
    try {
      return ask();
    } catch (CallException e) {
      if (e.failure() instanceof CallFailure.HandshakeRefused refused
          && request.authentication() instanceof ClientAuthentication.TlsClientAuth tls) {
        throw new TokenFailure(
            TokenFailure.Cause.CREDENTIALS,
            "The domain refused the certificate of client %s: %s"
                .formatted(tls.clientId(), refused.summary()));
      }
      if (e.failure() instanceof CallFailure.Answered discovery) {
        throw new CallException(
            new CallFailure.NoToken(
                discovery.status(), discovery.summary(), discovery.retryAfter()),
            e);
      }
      throw e;
    }
  }

  private Received ask() {
    var prepared = request.prepare(endpoint.get(), clock);
    var askedAt = nanoTime.getAsLong();
    var reply = http.send(prepared.request());
    if (reply.status() == 429) {
      limiter.onTooManyRequests(RateLimitGroup.TOKEN, reply.retryAfter(clock).orElse(null));
    }
    var granted = new TokenReply(request, reply, prepared.credentials()).read(clock);
    return new Received(
        AccessToken.of(granted.token(), askedAt, granted.life()), granted.missing());
  }

  private synchronized Sensitive keep(Received received) {
    var without = received.missing();
    if (!without.equals(missing) && !without.isEmpty()) {
      LOG.warn(
          "The token of client {} lacks the scopes {}: grant them to the client, or leave them out of spec.scopes",
          ForeignText.of(request.authentication().clientId()),
          without);
    }
    missing = without;
    token = received.token();
    failed = null;
    asking = null;
    return token.value();
  }

  private synchronized void fail(RuntimeException failure) {
    var before = failed == null ? 0 : failed.count();
    var count = failure instanceof TokenFailure ? 0 : before + 1;
    failed = new Failed(failure, nanoTime.getAsLong() + standsFor(failure, count).toNanos(), count);
    asking = null;
  }

  private synchronized void end() {
    asking = null;
  }

  private static Duration standsFor(RuntimeException failure, int count) {
    if (failure instanceof TokenFailure) {
      return REFUSAL_STANDS;
    }
    var doubled = SHORTEST_OUTAGE.multipliedBy(1L << Math.min(count - 1, 10));
    var most = doubled.compareTo(LONGEST_OUTAGE) < 0 ? doubled : LONGEST_OUTAGE;
    // operators that lost a domain at the same time do not come back at the same time
    var delay = most.multipliedBy(ThreadLocalRandom.current().nextInt(80, 101)).dividedBy(100);
    return failure instanceof CallException call
            && call.failure() instanceof CallFailure.NoToken answer
            && answer.retryAfter() != null
            && answer.retryAfter().compareTo(delay) > 0
        ? answer.retryAfter()
        : delay;
  }

  @Override
  public synchronized void drop(Sensitive used) {
    if (token != null && token.value().equals(used)) {
      token = null;
    }
  }
}
