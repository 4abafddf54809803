package dev.identitydomains.operator.engine;

import dev.identitydomains.operator.scim.CallBudget;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * The documented rate limits of a domain type ("API Rate Limits"), a second and a minute window
 * together, of which this operator takes four fifths: the limits hold for all clients of the
 * domain. No second and no minute, wherever it begins, sees more calls than that.
 */
final class RateBudget implements CallBudget {

  private static final double SHARE = 0.8;

  /** The part of the share that may be used at once; the rest comes back during the window. */
  private static final double BURST = 0.25;

  private final Bucket tokens;
  private final Bucket calls;

  private RateBudget(Bucket tokens, Bucket calls) {
    this.tokens = tokens;
    this.calls = calls;
  }

  /**
   * The budget of a domain type.
   *
   * @param type as {@code spec.type} names it; an unknown one gets the smallest budget
   */
  static RateBudget of(String type) {
    return of(type, TimeMeter.SYSTEM_NANOTIME);
  }

  static RateBudget of(String type, TimeMeter time) {
    return switch (type) {
      case "OracleApps" -> new RateBudget(bucket(40, 1000, time), bucket(50, 1500, time));
      case "OracleAppsPremium" -> new RateBudget(bucket(50, 1700, time), bucket(55, 1750, time));
      case "Premium" -> new RateBudget(bucket(65, 3400, time), bucket(90, 5000, time));
      case "ExternalUser" -> new RateBudget(bucket(60, 2300, time), bucket(80, 4000, time));
      default -> new RateBudget(bucket(10, 150, time), bucket(20, 150, time));
    };
  }

  @Override
  public void awaitCall() {
    calls.asBlocking().consumeUninterruptibly(1);
  }

  @Override
  public void awaitTokenRequest() {
    tokens.asBlocking().consumeUninterruptibly(1);
  }

  /** Whether one more call may be made now. */
  boolean tryCall() {
    return calls.tryConsume(1);
  }

  private static Bucket bucket(int perSecond, int perMinute, TimeMeter time) {
    return Bucket.builder()
        .withCustomTimePrecision(time)
        .addLimit(window(perSecond, Duration.ofSeconds(1)))
        .addLimit(window(perMinute, Duration.ofMinutes(1)))
        .build();
  }

  /** What is there at once and what comes back within a window are the share together. */
  private static Bandwidth window(int limit, Duration length) {
    var share = (long) (limit * SHARE);
    var burst = Math.max(1, (long) (share * BURST));
    return Bandwidth.builder().capacity(burst).refillGreedy(share - burst, length).build();
  }
}
