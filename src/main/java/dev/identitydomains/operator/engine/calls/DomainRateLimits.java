package dev.identitydomains.operator.engine.calls;

import dev.identitydomains.operator.http.CallLimiter;
import dev.identitydomains.operator.http.RateLimitGroup;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** This process's share of the documented rate limits of a domain type ("API Rate Limits"). */
public final class DomainRateLimits implements CallLimiter {

  private static final double BURST = 0.25;

  /** A small burst spreads Bulk calls: a call that waits carries more operations. */
  private static final double BULK_BURST = 0.05;

  private final TimeMeter time;
  private final RateLimiter.Sleep sleep;
  private final Map<RateLimitGroup, RateLimiter> limiters = new EnumMap<>(RateLimitGroup.class);

  private DomainRateLimits(
      int tokensPerSecond,
      int tokensPerMinute,
      int othersPerSecond,
      int othersPerMinute,
      TimeMeter time,
      RateLimiter.Sleep sleep) {
    this.time = time;
    this.sleep = sleep;
    limiter(RateLimitGroup.TOKEN, tokensPerSecond, tokensPerMinute, BURST);
    limiter(RateLimitGroup.OTHER, othersPerSecond, othersPerMinute, BURST);
    limiter(RateLimitGroup.BULK, 5, 200, BULK_BURST);
  }

  private void limiter(RateLimitGroup group, int perSecond, int perMinute, double burst) {
    var limits = new RateLimiter.Limits(perSecond, perMinute, burst);
    limiters.put(group, new RateLimiter(limits, time, sleep));
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
    return switch (type) {
      case "OracleApps" -> new DomainRateLimits(40, 1000, 50, 1500, time, sleep);
      case "OracleAppsPremium" -> new DomainRateLimits(50, 1700, 55, 1750, time, sleep);
      case "Premium" -> new DomainRateLimits(65, 3400, 90, 5000, time, sleep);
      case "ExternalUser" -> new DomainRateLimits(60, 2300, 80, 4000, time, sleep);
      default -> new DomainRateLimits(10, 150, 20, 150, time, sleep);
    };
  }

  @Override
  public void await(RateLimitGroup group) {
    limiter(group).await();
  }

  @Override
  public void onTooManyRequests(RateLimitGroup group, @Nullable Duration retryAfter) {
    limiter(group).onTooManyRequests(retryAfter == null ? Duration.ZERO : retryAfter);
  }

  RateLimiter limiter(RateLimitGroup group) {
    return Objects.requireNonNull(limiters.get(group));
  }
}
