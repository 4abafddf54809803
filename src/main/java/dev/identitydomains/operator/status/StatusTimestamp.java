package dev.identitydomains.operator.status;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses times of a status, which other writers may have changed. */
public final class StatusTimestamp {

  private StatusTimestamp() {}

  /** Parses a time of ISO 8601; empty when the text is null or malformed. */
  public static Optional<Instant> parse(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
