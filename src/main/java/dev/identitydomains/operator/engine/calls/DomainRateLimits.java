package dev.identitydomains.operator.engine.calls;

import dev.identitydomains.operator.http.CallLimiter;
import dev.identitydomains.operator.http.RateLimitGroup;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** This process's share of the documented rate limits of a domain type ("API Rate Limits"). */
public final class DomainRateLimits implements CallLimiter {

  private static final double BURST = 0.25;

  /** A small burst spreads Bulk calls: a call that waits carries more operations. */
  private static final double BULK_BURST = 0.05;

  /** The documented limits of a domain type. */
  private record Rates(
      int tokensPerSecond, int tokensPerMinute, int othersPerSecond, int othersPerMinute) {

    static Rates of(String type) {
      return switch (type) {
        case "OracleApps" -> new Rates(40, 1000, 50, 1500);
        case "OracleAppsPremium" -> new Rates(50, 1700, 55, 1750);
        case "Premium" -> new Rates(65, 3400, 90, 5000);
        case "ExternalUser", "ExternalActiveUser" -> new Rates(60, 2300, 80, 4000);
        default -> new Rates(10, 150, 20, 150);
      };
    }

    static Rates lowest(Rates one, Rates other) {
      return new Rates(
          Math.min(one.tokensPerSecond, other.tokensPerSecond),
          Math.min(one.tokensPerMinute, other.tokensPerMinute),
          Math.min(one.othersPerSecond, other.othersPerSecond),
          Math.min(one.othersPerMinute, other.othersPerMinute));
    }

    RateLimiter.Limits of(RateLimitGroup group) {
      return switch (group) {
        case TOKEN -> new RateLimiter.Limits(tokensPerSecond, tokensPerMinute, BURST);
        case OTHER -> new RateLimiter.Limits(othersPerSecond, othersPerMinute, BURST);
        case BULK -> new RateLimiter.Limits(5, 200, BULK_BURST);
      };
    }
  }

  private final Map<RateLimitGroup, RateLimiter> limiters = new EnumMap<>(RateLimitGroup.class);

  /** In the order of arrival, so that no connection's calls wait for ever. */
  private final Lock bulkTurn = new ReentrantLock(true);

  private DomainRateLimits(Rates rates, TimeMeter time, RateLimiter.Sleep sleep) {
    for (var group : RateLimitGroup.values()) {
      limiters.put(group, new RateLimiter(rates.of(group), time, sleep));
    }
  }

  /**
   * Returns limiters for a domain type.
   *
   * @param type {@code spec.type} of the IdentityDomain; an unknown type gets the lowest limits
   */
  public static DomainRateLimits of(String type) {
    return of(type, TimeMeter.SYSTEM_NANOTIME, LockSupport::parkNanos);
  }

  /** Like {@link #of(String)}, with another clock. */
  static DomainRateLimits of(String type, TimeMeter time, RateLimiter.Sleep sleep) {
    return new DomainRateLimits(Rates.of(type), time, sleep);
  }

  /**
   * Changes the limits to the lowest of several domain types; what has been used stays used.
   *
   * @param types not empty; an unknown type has the lowest limits
   */
  public void limitTo(Collection<String> types) {
    var rates = types.stream().map(Rates::of).reduce(Rates::lowest).orElseThrow();
    limiters.forEach((group, limiter) -> limiter.limitTo(rates.of(group)));
  }

  @Override
  public void await(RateLimitGroup group) {
    limiter(group).await();
  }

  @Override
  public void onTooManyRequests(RateLimitGroup group, @Nullable Duration retryAfter) {
    limiter(group).onTooManyRequests(retryAfter == null ? Duration.ZERO : retryAfter);
  }

  /**
   * Makes a Bulk call once it is permitted. The service allows one Bulk call at a time for a domain
   * ("API Rate Limits"): until its end, no other connection to the domain makes one.
   */
  void inBulkTurn(Runnable call) {
    bulkTurn.lock();
    try {
      limiter(RateLimitGroup.BULK).awaitAvailable();
      call.run();
    } finally {
      bulkTurn.unlock();
    }
  }

  RateLimiter limiter(RateLimitGroup group) {
    return Objects.requireNonNull(limiters.get(group));
  }
}
