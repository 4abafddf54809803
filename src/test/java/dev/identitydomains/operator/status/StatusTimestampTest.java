package dev.identitydomains.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.time.api.constraints.InstantRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTimestampTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "🕛",
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-01-01 00:00:00Z",
        " 2026-01-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-01-01T25:00:00Z",
        "1767225600",
        "+1000000001-01-01T00:00:00Z"
      })
  void parsesNoOtherText(@Nullable String text) {
    assertThat(StatusTimestamp.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00Z, 1767225600",
    "2026-01-01T00:00:00.000Z, 1767225600",
    "2026-01-01T02:00:00+02:00, 1767225600",
    "1969-12-31T23:59:59Z, -1"
  })
  void parsesTimesOfIso8601(String text, long second) {
    assertThat(StatusTimestamp.parse(text)).contains(Instant.ofEpochSecond(second));
  }

  @Property(tries = 200)
  void parsesItsOwnText(
      @ForAll @InstantRange(min = "0001-01-01T00:00:00Z", max = "9999-12-31T23:59:59Z")
          Instant time) {
    assertThat(StatusTimestamp.parse(time.toString())).contains(time);
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 253})
  void parsesNoLongText(int length) {
    assertThat(StatusTimestamp.parse("2026-01-01T00:00:00Z" + "Z".repeat(length - 20))).isEmpty();
  }
}
