package dev.identitydomains.operator.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import okhttp3.Headers;
import okio.ByteString;

/**
 * A complete HTTP reply. Its text form omits the body, which may hold a secret.
 *
 * @param status HTTP status code
 * @param body at most {@link HttpTransport#MAX_BODY_BYTES} bytes
 */
public record HttpReply(int status, Headers headers, ByteString body) {

  /** Whether the status is 2xx. */
  public boolean successful() {
    return status / 100 == 2;
  }

  /** The {@code opc-request-id}, by which the service's support finds the request. */
  public Optional<String> requestId() {
    return Optional.ofNullable(headers.get("opc-request-id"));
  }

  /** The delay from {@code Retry-After}, seconds or a date (RFC 9110 section 10.2.3). */
  public Optional<Duration> retryAfter(Clock clock) {
    return Optional.ofNullable(headers.get("Retry-After")).flatMap(value -> delay(value, clock));
  }

  private static Optional<Duration> delay(String value, Clock clock) {
    try {
      if (value.matches("[0-9]{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
      }
      var until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      var delay = Duration.between(clock.instant(), until.toInstant());
      return Optional.of(delay.isNegative() ? Duration.ZERO : delay);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
