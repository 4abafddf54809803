package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Computes the delay until the next reconciliation. Delays of retries grow from 2 seconds to the
 * longest of their outcome, and are not shorter than a service asks for: it may ask for none.
 */
public final class RequeuePolicy {

  /** The retry policy of all failures: of outcomes that are retried, and of defects. */
  public static final GenericRetry RETRY = growingTo(Interval.LONGEST_RETRY.duration());

  /**
   * Grows beyond the longest delays of all outcomes, so that a change of outcome resets nothing.
   */
  private static final GenericRetry GROWTH = growingTo(Interval.EXCESSIVE.duration());

  /** The retries of each resource since its last success, by uid; lost at a restart. */
  private final Map<String, RetryExecution> retries = new ConcurrentHashMap<>();

  private final Supplier<RandomGenerator> random;

  public RequeuePolicy(Supplier<RandomGenerator> random) {
    this.random = random;
  }

  /**
   * The delay until the next reconciliation, with a jitter of a tenth.
   *
   * @param interval the delay of a resource that is in sync
   * @return empty when only an event can help
   */
  public Optional<Duration> after(HasMetadata resource, Outcome outcome, Duration interval) {
    if (!(outcome instanceof Outcome.Retrying)) {
      forget(resource);
    }
    var delay =
        switch (outcome) {
          case Outcome.Synced _, Outcome.Drifted _ -> Optional.of(interval);
          case Outcome.Paused _ -> Optional.<Duration>empty();
          case Outcome.Unknown _ -> Optional.of(Interval.WAITING.duration());
          case Outcome.WaitingForDependency waiting -> Optional.of(waiting.recheck());
          case Outcome.Retrying retrying -> Optional.of(retry(resource, retrying));
          case Outcome.Stalled stalled -> Optional.ofNullable(stalled.recheck());
        };
    return delay.map(this::withJitter);
  }

  /** The uids of the resources of which something is remembered; what is removed is forgotten. */
  Set<String> remembered() {
    return retries.keySet();
  }

  void forget(HasMetadata resource) {
    retries.remove(resource.getMetadata().getUid());
  }

  private Duration retry(HasMetadata resource, Outcome.Retrying outcome) {
    var retry =
        retries.computeIfAbsent(resource.getMetadata().getUid(), _ -> GROWTH.initExecution());
    var grown =
        retry
            .nextDelay()
            .map(Duration::ofMillis)
            .filter(delay -> delay.compareTo(outcome.longest()) < 0)
            .orElseGet(outcome::longest);
    return Optional.ofNullable(outcome.retryAfter())
        .filter(least -> least.compareTo(grown) > 0)
        .orElse(grown);
  }

  private static GenericRetry growingTo(Duration longest) {
    return new GenericRetry()
        .withoutMaxAttempts()
        .setInitialInterval(Interval.FIRST_RETRY.duration().toMillis())
        .setIntervalMultiplier(2)
        .setMaxInterval(longest.toMillis());
  }

  private Duration withJitter(Duration delay) {
    return Duration.ofMillis((long) (delay.toMillis() * random.get().nextDouble(0.9, 1.0)));
  }
}
