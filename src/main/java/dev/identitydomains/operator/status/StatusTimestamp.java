package dev.identitydomains.operator.status;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A time in a status, which somebody else may have written. */
public final class StatusTimestamp {

  private StatusTimestamp() {}

  /** The time that a text tells; empty when it tells none. */
  public static Optional<Instant> parse(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
