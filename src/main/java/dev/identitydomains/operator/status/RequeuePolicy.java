package dev.identitydomains.operator.status;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When to look again after an outcome, at the latest. Pure but for the dice. */
public final class RequeuePolicy {

  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  private RequeuePolicy() {}

  /**
   * The delay until the next check, spread over its last tenth.
   *
   * @param interval how often what is in sync is compared
   * @param failures how often it has failed in a row
   * @return empty when only an event can help
   */
  public static Optional<Duration> after(
      Outcome outcome, Duration interval, int failures, RandomGenerator random) {
    var delay =
        switch (outcome) {
          case Outcome.Synced _ -> Optional.of(interval);
          case Outcome.Unknown _, Outcome.WaitingForDependency _ ->
              Optional.of(Interval.WAITING.duration());
          case Outcome.Retrying failing ->
              Optional.of(failing.retryAfter().orElseGet(() -> backoff(failures)));
          case Outcome.Stalled stalled -> stalled.recheck();
        };
    return delay.map(time -> withJitter(time, random));
  }

  private static Duration backoff(int failures) {
    var doubled = FIRST_RETRY.multipliedBy(1L << Math.clamp(failures, 0, 16));
    return doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
  }

  private static Duration withJitter(Duration time, RandomGenerator random) {
    return Duration.ofMillis((long) (time.toMillis() * random.nextDouble(0.9, 1.0)));
  }
}
