package dev.identitydomains.operator.translate;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Durations in specs: hours, minutes and seconds, for example {@code 1h30m}. */
public final class SpecDuration {

  private SpecDuration() {}

  /**
   * Parses a duration.
   *
   * @throws java.time.format.DateTimeParseException when the text is no duration
   */
  public static Duration parse(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  /** Parses an unvalidated duration; empty when the text is none. */
  public static Optional<Duration> find(String text) {
    try {
      return Optional.of(parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
