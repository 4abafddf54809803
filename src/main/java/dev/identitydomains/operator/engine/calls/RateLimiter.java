package dev.identitydomains.operator.engine.calls;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;

/**
 * The part of one group's documented limits, a second and a minute window together, that this
 * process takes. No second and no minute, wherever it begins, sees more calls than that. After a
 * 429 the part is halved, and grows back step by step.
 */
final class RateLimiter {

  /** The limits hold for all clients of the domain: a fifth is left to the others. */
  static final double SHARE = 0.8;

  private static final double LEAST_SHARE = 0.1;
  private static final double RECOVERY = 0.1;
  private static final Duration RECOVERY_STEP = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /**
   * Documented limits of a group of calls.
   *
   * @param burst the part of the share that may be used at once; the rest comes back evenly
   */
  record Limits(int perSecond, int perMinute, double burst) {

    BucketConfiguration configuration(double share) {
      return BucketConfiguration.builder()
          .addLimit(window(perSecond, share, Duration.ofSeconds(1)))
          .addLimit(window(perMinute, share, Duration.ofMinutes(1)))
          .build();
    }

    long atOnce(double share) {
      return Math.min(atOnce(perSecond, share), atOnce(perMinute, share));
    }

    private long atOnce(int limit, double share) {
      return Math.max(1, (long) (limit * share * burst));
    }

    /** The first call of a window finds the burst, and the refill before its end adds the rest. */
    private Bandwidth window(int limit, double share, Duration length) {
      var calls = Math.max(1, (long) (limit * share));
      var atOnce = atOnce(limit, share);
      return Bandwidth.builder().capacity(atOnce).refillGreedy(calls - atOnce + 1, length).build();
    }
  }

  private final Limits limits;
  private final TimeMeter time;
  private final Bucket bucket;
  private double share = SHARE;
  private long sharedSince;
  private long pausedUntil;

  RateLimiter(Limits limits, TimeMeter time) {
    this.limits = limits;
    this.time = time;
    this.pausedUntil = time.currentTimeNanos();
    var builder = Bucket.builder().withCustomTimePrecision(time);
    for (var bandwidth : limits.configuration(SHARE).getBandwidths()) {
      builder.addLimit(bandwidth);
    }
    this.bucket = builder.build();
  }

  /** Waits until one more call may be made. */
  void await() {
    sleep(nanosPaused());
    bucket.asBlocking().consumeUninterruptibly(1);
  }

  /** Waits until a call may be made at once, but does not count one. */
  void awaitAvailable() {
    sleep(nanosPaused());
    sleep(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
  }

  /** How many calls may be made at once. */
  long available() {
    return nanosPaused() > 0 ? 0 : bucket.getAvailableTokens();
  }

  /** How many calls may be made at once after a while without any. */
  long burst() {
    return limits.atOnce(SHARE);
  }

  /** Whether one more call may be made now; if so, it counts. */
  boolean tryCall() {
    return nanosPaused() <= 0 && bucket.tryConsume(1);
  }

  /** Waits as long as the service asks, and takes less from then on. */
  synchronized void onTooManyRequests(Duration retryAfter) {
    var now = time.currentTimeNanos();
    if (now - pausedUntil >= 0) {
      resize(Math.max(LEAST_SHARE, share / 2), now);
    }
    var until = now + (retryAfter.isZero() ? PAUSE : retryAfter).toNanos();
    pausedUntil = Math.max(pausedUntil - now, until - now) + now;
  }

  private synchronized long nanosPaused() {
    var now = time.currentTimeNanos();
    if (share < SHARE && now - sharedSince >= RECOVERY_STEP.toNanos()) {
      resize(Math.min(SHARE, share + RECOVERY), now);
    }
    return pausedUntil - now;
  }

  private void resize(double part, long now) {
    share = part;
    sharedSince = now;
    bucket.replaceConfiguration(
        limits.configuration(part), TokensInheritanceStrategy.PROPORTIONALLY);
  }

  private static void sleep(long nanos) {
    if (nanos > 0) {
      try {
        Thread.sleep(Duration.ofNanos(nanos));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
