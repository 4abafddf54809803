package dev.identitydomains.operator.token;

import dev.identitydomains.operator.http.Sensitive;
import java.time.Duration;
import java.time.Instant;

/**
 * An access token (RFC 6749 section 1.4).
 *
 * @param refreshAt time of the next token request, before the token expires
 */
record AccessToken(Sensitive value, Instant refreshAt) {

  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);

  /**
   * Plans the refresh a tenth of the lifetime before expiry, but at most a minute before.
   *
   * @param life the reply's {@code expires_in}
   */
  static AccessToken received(Sensitive value, Instant now, Duration life) {
    var tenth = life.dividedBy(10);
    var margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
    return new AccessToken(value, now.plus(life).minus(margin));
  }
}
