package dev.identitydomains.operator.http;

import java.time.Clock;
import java.time.Duration;
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
    var seconds =
        Optional.ofNullable(headers.get("Retry-After"))
            .filter(value -> value.matches("[0-9]{1,9}"))
            .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    return seconds.or(() ->
        Optional.ofNullable(headers.getInstant("Retry-After"))
            .map(until -> Duration.between(clock.instant(), until))
            .map(delay -> delay.isNegative() ? Duration.ZERO : delay));
  }

  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
