package dev.identitydomains.bench;

import java.time.Duration;

/**
 * The minimum time of a number of writes under the documented limits of Bulk calls: 50 operations a
 * call, 5 calls a second, 200 calls a minute.
 */
final class RateLimitBound {

  private static final int OPERATIONS = 50;
  private static final int PER_SECOND = 5;
  private static final int PER_MINUTE = 200;

  private RateLimitBound() {}

  /** The time of the last call when each call is as early as the windows permit. */
  static Duration of(int writes) {
    var last = Math.ceilDiv(writes, OPERATIONS) - 1;
    return Duration.ofMinutes(last / PER_MINUTE)
        .plus(Duration.ofSeconds(1).multipliedBy(last % PER_MINUTE).dividedBy(PER_SECOND));
  }
}
