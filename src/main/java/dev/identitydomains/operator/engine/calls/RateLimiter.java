package dev.identitydomains.operator.engine.calls;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Limits one group of calls to this process's share of the documented limits, over any sliding
 * second and minute. A 429 halves the share, which then recovers by a tenth of the limits a minute.
 */
final class RateLimiter {

  /** The limits apply to all clients of a domain together: a fifth remains for the others. */
  static final double SHARE = 0.8;

  private static final double LEAST_SHARE = 0.1;
  private static final double RECOVERY = 0.1;
  private static final Duration RECOVERY_STEP = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /**
   * Documented limits of a group of calls.
   *
   * @param burst the fraction of the share that is available at once; the rest refills evenly
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

    /** A window has the burst at its start, and the refill until its end adds the rest. */
    private Bandwidth window(int limit, double share, Duration length) {
      var calls = Math.max(1, (long) (limit * share));
      var atOnce = atOnce(limit, share);
      return Bandwidth.builder().capacity(atOnce).refillGreedy(calls - atOnce + 1, length).build();
    }
  }

  /** Suspends the current thread. */
  interface Sleep {

    void nanos(long length) throws InterruptedException;
  }

  private final Limits limits;
  private final TimeMeter time;
  private final Sleep sleep;

  /** The first in this queue waits for the limits, the others for their turn. */
  private final Semaphore turn = new Semaphore(1, true);

  private final Bucket bucket;
  private double share = SHARE;
  private long sharedSince;
  private long pausedUntil;

  RateLimiter(Limits limits, TimeMeter time, Sleep sleep) {
    this.limits = limits;
    this.time = time;
    this.sleep = sleep;
    this.pausedUntil = time.currentTimeNanos();
    var builder = Bucket.builder().withCustomTimePrecision(time);
    for (var bandwidth : limits.configuration(SHARE).getBandwidths()) {
      builder.addLimit(bandwidth);
    }
    this.bucket = builder.build();
  }

  /** Blocks until the limits permit one more call, and counts it. */
  void await() {
    await(() -> {
      var probe = bucket.tryConsumeAndReturnRemaining(1);
      return probe.isConsumed() ? 0 : atLeastOne(probe.getNanosToWaitForRefill());
    });
  }

  /** Blocks until the limits permit one more call, without counting it. */
  void awaitAvailable() {
    await(() -> {
      var probe = bucket.estimateAbilityToConsume(1);
      return probe.canBeConsumed() ? 0 : atLeastOne(probe.getNanosToWaitForRefill());
    });
  }

  /** The bucket rounds the wait for a part of a call down, to zero as well. */
  private static long atLeastOne(long nanos) {
    return Math.max(1, nanos);
  }

  /** Looks at the pause again after each wait: a 429 may have come meanwhile. */
  private void await(LongSupplier attempt) {
    var interrupted = false;
    turn.acquireUninterruptibly();
    try {
      for (var wait = nanosToWait(attempt); wait > 0; wait = nanosToWait(attempt)) {
        try {
          sleep.nanos(wait);
        } catch (InterruptedException e) {
          interrupted = true; // the process stops, and its calls end by themselves
        }
      }
    } finally {
      turn.release();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long nanosToWait(LongSupplier attempt) {
    var paused = nanosPaused();
    return paused > 0 ? paused : attempt.getAsLong();
  }

  /** The number of calls that the limits permit now. */
  long available() {
    return nanosPaused() > 0 ? 0 : bucket.getAvailableTokens();
  }

  /** The number of calls that the limits permit at once after an idle time. */
  long burst() {
    return limits.atOnce(SHARE);
  }

  /**
   * Pauses the group's calls and halves the share.
   *
   * @param retryAfter the delay that the service asks for; zero for the default pause
   */
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
}
