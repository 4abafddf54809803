package dev.identitydomains.operator.http;

import java.time.Duration;
import java.util.Optional;

/** Lets calls to a domain pass at the rate that its documented limits allow. */
public interface CallLimiter {

  /** Waits until one more call of this group may be made. */
  void await(RateLimitGroup group);

  /**
   * Says that the service answered 429 nevertheless.
   *
   * @param retryAfter how long it asked to wait; empty when it did not say
   */
  void onTooManyRequests(RateLimitGroup group, Optional<Duration> retryAfter);

  /** A budget without limits. */
  static CallLimiter unlimited() {
    return new CallLimiter() {
      @Override
      public void await(RateLimitGroup group) {}

      @Override
      public void onTooManyRequests(RateLimitGroup group, Optional<Duration> retryAfter) {}
    };
  }
}
