package dev.identitydomains.operator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import okhttp3.Headers;
import okio.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S23: a domain cannot stop its own calls for more than a quarter of an hour. */
class HttpReplyTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|PT0S",
        "7|PT7S",
        "900|PT15M",
        "901|PT15M",
        "999999999|PT15M",
        "99999999999999999999999999|PT15M",
        "Thu, 01 Jan 2026 00:00:07 GMT|PT7S",
        "Thu, 01 Jan 1970 00:00:00 GMT|PT0S",
        "Fri, 31 Dec 9999 23:59:59 GMT|PT15M"
      })
  void retryAfterIsAtMostAQuarterOfAnHour(String value, Duration expected) {
    assertThat(reply("Retry-After", value).retryAfter(CLOCK)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-5", "soon", "1e9", "7.5", "31 Dec 99999", "٣"})
  void garbageIsNoRetryAfter(String value) {
    assertThat(reply("Retry-After", value).retryAfter(CLOCK)).isEmpty();
  }

  private static HttpReply reply(String name, String value) {
    var headers = new Headers.Builder().addUnsafeNonAscii(name, value).build();
    return new HttpReply(429, headers, ByteString.EMPTY);
  }
}
