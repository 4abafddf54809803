package dev.identitydomains.operator.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits the calls to a domain to its documented rates ("API Rate Limits"). */
public interface CallLimiter {

  /** Blocks until the limits of the group permit one more call, and counts that call. */
  void await(RateLimitGroup group);

  /**
   * Pauses the calls of a group after a reply with status 429.
   *
   * @param retryAfter delay from {@code Retry-After}; null when the reply has none
   */
  void onTooManyRequests(RateLimitGroup group, @Nullable Duration retryAfter);
}
