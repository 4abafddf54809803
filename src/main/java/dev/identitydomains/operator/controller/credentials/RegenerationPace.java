package dev.identitydomains.operator.controller.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limit of new client secrets, or keys, of one App, whatever its spec, annotations and Secret
 * ask for. Thread-safe.
 */
final class RegenerationPace {

  private static final Duration TIME = Duration.ofMinutes(1);

  /** The latest times by the id of the App or application, the oldest first. */
  private final Cache<String, List<Instant>> latest =
      Caffeine.newBuilder().expireAfterWrite(TIME).build();

  private final Clock clock;

  private final int most;

  /**
   * @param most the most in a minute
   */
  RegenerationPace(int most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  /** The time of the next one; empty when it may be made now. */
  Optional<Instant> blockedUntil(String id) {
    return Optional.ofNullable(latest.getIfPresent(id))
        .filter(times -> times.size() == most)
        .map(times -> times.getFirst().plus(TIME))
        .filter(clock.instant()::isBefore);
  }

  /** Counts a new one, also one whose call fails. */
  void count(String id) {
    var now = clock.instant();
    latest
        .asMap()
        .merge(
            id,
            List.of(now),
            (times, one) ->
                Stream.concat(times.stream(), one.stream())
                    .skip(Math.max(0, times.size() + 1 - most))
                    .toList());
  }
}
