package dev.identitydomains.operator.http;

import java.time.Duration;
import java.util.Optional;

/** Lets calls to a domain pass at the rate that its documented limits allow. */
public interface CallBudget {

  /** Waits until one more call of this group may be made. */
  void await(CallGroup group);

  /**
   * Says that the service answered 429 nevertheless.
   *
   * @param retryAfter how long it asked to wait; empty when it did not say
   */
  void throttled(CallGroup group, Optional<Duration> retryAfter);

  /** A budget without limits. */
  static CallBudget unlimited() {
    return new CallBudget() {
      @Override
      public void await(CallGroup group) {}

      @Override
      public void throttled(CallGroup group, Optional<Duration> retryAfter) {}
    };
  }
}
