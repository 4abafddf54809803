package dev.identitydomains.bench;

import java.time.Duration;

/**
 * The least time in which a number of writes fits the documented limits of Bulk calls: 50
 * operations a call, 5 calls a second, 200 a minute.
 */
final class RateLimitBound {

  private static final int OPERATIONS = 50;
  private static final int PER_SECOND = 5;
  private static final int PER_MINUTE = 200;

  private RateLimitBound() {}

  /** The moment of the last call, if each is made as soon as the windows allow it. */
  static Duration of(int writes) {
    var last = Math.ceilDiv(writes, OPERATIONS) - 1;
    return Duration.ofMinutes(last / PER_MINUTE)
        .plus(Duration.ofSeconds(1).multipliedBy(last % PER_MINUTE).dividedBy(PER_SECOND));
  }
}
