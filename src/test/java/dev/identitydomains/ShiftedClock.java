package dev.identitydomains;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The system's clock, behind by a time that a test changes. Thread-safe. */
public final class ShiftedClock extends Clock {

  private final Clock system = Clock.systemUTC();
  private volatile Duration behind;

  public ShiftedClock(Duration behind) {
    this.behind = behind;
  }

  /** Jumps to the system's time. */
  public void catchUp() {
    behind = Duration.ZERO;
  }

  @Override
  public Instant instant() {
    return system.instant().minus(behind);
  }

  @Override
  public ZoneId getZone() {
    return system.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
