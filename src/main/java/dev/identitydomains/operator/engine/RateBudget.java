package dev.identitydomains.operator.engine;

import dev.identitydomains.operator.scim.CallBudget;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * The documented rate limits of a domain type ("API Rate Limits"), a second and a minute window
 * together, of which this operator takes four fifths: the limits hold for all clients of the
 * domain.
 */
final class RateBudget implements CallBudget {

  private static final double SHARE = 0.8;

  private final Bucket tokens;
  private final Bucket calls;

  private RateBudget(int tokensPerSecond, int tokensPerMinute, int perSecond, int perMinute) {
    this.tokens = bucket(tokensPerSecond, tokensPerMinute);
    this.calls = bucket(perSecond, perMinute);
  }

  /**
   * The budget of a domain type.
   *
   * @param type as {@code spec.type} names it; an unknown one gets the smallest budget
   */
  static RateBudget of(String type) {
    return switch (type) {
      case "OracleApps" -> new RateBudget(40, 1000, 50, 1500);
      case "OracleAppsPremium" -> new RateBudget(50, 1700, 55, 1750);
      case "Premium" -> new RateBudget(65, 3400, 90, 5000);
      case "ExternalUser" -> new RateBudget(60, 2300, 80, 4000);
      default -> new RateBudget(10, 150, 20, 150);
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

  private static Bucket bucket(int perSecond, int perMinute) {
    return Bucket.builder()
        .addLimit(window(perSecond, Duration.ofSeconds(1)))
        .addLimit(window(perMinute, Duration.ofMinutes(1)))
        .build();
  }

  private static Bandwidth window(int limit, Duration length) {
    var share = (long) (limit * SHARE);
    return Bandwidth.builder().capacity(share).refillIntervally(share, length).build();
  }
}
