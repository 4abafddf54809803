package dev.identitydomains.bench;

import dev.identitydomains.sandbox.domain.CallLimit;
import dev.identitydomains.sandbox.domain.DomainType;
import java.time.Duration;

/**
 * The minimum time of a number of writes under a share of a domain type's documented limits, when
 * each call is as early as the windows permit: Bulk calls of 50 operations, and single calls beside
 * them.
 */
final class RateLimitBound {

  private static final int OPERATIONS = 50;

  /** The share of the limits that the operator uses. */
  private static final double SHARE = 0.8;

  private RateLimitBound() {}

  /** The time of the last call. */
  static Duration of(int writes, DomainType type) {
    var second = 0;
    while (OPERATIONS * calls(DomainType.BULK, second) + calls(type.others(), second) < writes) {
      second++;
    }
    return Duration.ofSeconds(second);
  }

  /** The calls that may begin until the end of a second, the first of which is 0. */
  private static long calls(CallLimit limit, int second) {
    var minute = share(limit.perMinute());
    var begun = share(limit.perSecond()) * (second % 60 + 1);
    return minute * (second / 60) + Math.min(minute, begun);
  }

  private static long share(int limit) {
    return (long) (SHARE * limit);
  }
}
