package dev.identitydomains.operator.token;

import dev.identitydomains.operator.http.Sensitive;
import java.time.Duration;

/**
 * An access token (RFC 6749 section 1.4). Times are readings of {@link System#nanoTime}, which no
 * correction of the clock moves.
 *
 * @param refreshAt from when on another token is asked for, beside the use of this one
 * @param endsAt when the token expires
 */
record AccessToken(Sensitive value, long refreshAt, long endsAt) {

  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);

  /**
   * Plans the renewal a tenth of the lifetime before expiry, but at most a minute before.
   *
   * @param askedAt when the token was asked for: it may live since then
   */
  static AccessToken of(Sensitive value, long askedAt, Duration life) {
    var tenth = life.dividedBy(10);
    var margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
    var endsAt = askedAt + life.toNanos();
    return new AccessToken(value, endsAt - margin.toNanos(), endsAt);
  }

  boolean isUsable(long now) {
    return now - endsAt < 0;
  }

  boolean isDue(long now) {
    return now - refreshAt >= 0;
  }
}
