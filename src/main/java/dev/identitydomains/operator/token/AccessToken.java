package dev.identitydomains.operator.token;

import dev.identitydomains.operator.http.Sensitive;
import java.time.Duration;
import java.time.Instant;

/**
 * An access token and when to replace it.
 *
 * @param refreshAt a while before the token expires
 */
record AccessToken(Sensitive value, Instant refreshAt) {

  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);

  /** A token received now: it is replaced a tenth of its life ahead, a minute at most. */
  static AccessToken received(Sensitive value, Instant now, Duration life) {
    var tenth = life.dividedBy(10);
    var margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
    return new AccessToken(value, now.plus(life).minus(margin));
  }
}
