package dev.identitydomains;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves when it is told to. */
public final class TestClock extends Clock {

  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private volatile Duration passed = Duration.ZERO;

  public void advance(Duration time) {
    now = now.plus(time);
    passed = passed.plus(time);
  }

  /** Sets the clock forward or back; no time passes. */
  public void correct(Duration time) {
    now = now.plus(time);
  }

  /** The time that passed, like {@link System#nanoTime}. */
  public long nanoTime() {
    return passed.toNanos();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
