package dev.identitydomains.operator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.identitydomains.operator.text.ForeignText;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;
import okio.Buffer;
import okio.ByteString;

/**
 * An HTTP reply. Its text form omits the body, which may hold a secret.
 *
 * @param status HTTP status code
 * @param body the content of a short reply, or the begin of an error; empty where a {@link
 *     HttpTransport.Reader} reads the content
 */
public record HttpReply(int status, Headers headers, ByteString body) {

  /** The longest delay that a {@code Retry-After} can cause. */
  public static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(15);

  /** Whether the status is 2xx. */
  public boolean successful() {
    return status / 100 == 2;
  }

  /** The {@code opc-request-id}, by which the service's support finds the request. */
  public Optional<String> requestId() {
    return Optional.ofNullable(headers.get("opc-request-id")).map(ForeignText::requestId);
  }

  /**
   * The delay from {@code Retry-After}, seconds or a date (RFC 9110 section 10.2.3); at most {@link
   * #LONGEST_RETRY_AFTER}.
   */
  public Optional<Duration> retryAfter(Clock clock) {
    return Optional.ofNullable(headers.get("Retry-After"))
        .map(String::strip)
        .flatMap(value -> value.matches("[0-9]+") ? Optional.of(seconds(value)) : date(clock))
        .map(delay -> delay.compareTo(LONGEST_RETRY_AFTER) < 0 ? delay : LONGEST_RETRY_AFTER);
  }

  private static Duration seconds(String digits) {
    return digits.length() > 9 ? LONGEST_RETRY_AFTER : Duration.ofSeconds(Long.parseLong(digits));
  }

  private Optional<Duration> date(Clock clock) {
    var now = clock.instant();
    return Optional.ofNullable(headers.getInstant("Retry-After"))
        .map(until -> until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
  }

  /** The body as JSON; a missing node when it is none, or exceeds a bound. */
  public JsonNode json() {
    try (var content = JsonContent.of(new Buffer().write(body).inputStream(), _ -> {})) {
      return content.tree();
    } catch (IOException _) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
