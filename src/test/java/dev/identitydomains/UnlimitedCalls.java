package dev.identitydomains;

import dev.identitydomains.operator.http.CallLimiter;
import dev.identitydomains.operator.http.RateLimitGroup;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A limiter that permits every call at once. */
public final class UnlimitedCalls implements CallLimiter {

  @Override
  public void await(RateLimitGroup group) {}

  @Override
  public void onTooManyRequests(RateLimitGroup group, @Nullable Duration retryAfter) {}
}
