package dev.identitydomains.operator.engine.calls;

import dev.identitydomains.operator.http.CallBudget;
import dev.identitydomains.operator.http.CallGroup;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** This process's part of the documented rate limits of a domain type ("API Rate Limits"). */
public final class RateBudget implements CallBudget {

  private static final double BURST = 0.25;

  /** Bulk calls are spread: a call that waits a little carries more. */
  private static final double BULK_BURST = 0.05;

  private final Map<CallGroup, RateLane> lanes = new EnumMap<>(CallGroup.class);

  private RateBudget(
      int tokensPerSecond,
      int tokensPerMinute,
      int othersPerSecond,
      int othersPerMinute,
      TimeMeter time) {
    lane(CallGroup.TOKEN, tokensPerSecond, tokensPerMinute, BURST, time);
    lane(CallGroup.OTHER, othersPerSecond, othersPerMinute, BURST, time);
    lane(CallGroup.BULK, 5, 200, BULK_BURST, time);
  }

  private void lane(CallGroup group, int perSecond, int perMinute, double burst, TimeMeter time) {
    lanes.put(group, new RateLane(new RateLane.Limits(perSecond, perMinute, burst), time));
  }

  /**
   * The budget of a domain type.
   *
   * @param type as {@code spec.type} names it; an unknown one gets the smallest budget
   */
  public static RateBudget of(String type) {
    return of(type, TimeMeter.SYSTEM_NANOTIME);
  }

  public static RateBudget of(String type, TimeMeter time) {
    return switch (type) {
      case "OracleApps" -> new RateBudget(40, 1000, 50, 1500, time);
      case "OracleAppsPremium" -> new RateBudget(50, 1700, 55, 1750, time);
      case "Premium" -> new RateBudget(65, 3400, 90, 5000, time);
      case "ExternalUser" -> new RateBudget(60, 2300, 80, 4000, time);
      default -> new RateBudget(10, 150, 20, 150, time);
    };
  }

  @Override
  public void await(CallGroup group) {
    lane(group).await();
  }

  @Override
  public void throttled(CallGroup group, Optional<Duration> retryAfter) {
    lane(group).throttled(retryAfter.orElse(Duration.ZERO));
  }

  RateLane lane(CallGroup group) {
    return Objects.requireNonNull(lanes.get(group));
  }
}
