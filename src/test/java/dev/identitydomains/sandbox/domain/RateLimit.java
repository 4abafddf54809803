package dev.identitydomains.sandbox.domain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Limits calls in sliding windows of a second and a minute. */
final class RateLimit {

  private final CallLimit limit;
  private final Clock clock;
  private final Deque<Instant> calls = new ArrayDeque<>();

  RateLimit(CallLimit limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /** Counts a call and returns true if it is within the limits; a refused call does not count. */
  synchronized boolean admit() {
    var now = clock.instant();
    while (!calls.isEmpty() && calls.peekFirst().isBefore(now.minus(Duration.ofMinutes(1)))) {
      calls.removeFirst();
    }
    if (calls.size() >= limit.perMinute() || lastSecond(now) >= limit.perSecond()) {
      return false;
    }
    calls.addLast(now);
    return true;
  }

  private int lastSecond(Instant now) {
    var count = 0;
    for (var at = calls.descendingIterator(); at.hasNext(); count++) {
      if (!at.next().isAfter(now.minusSeconds(1))) {
        break;
      }
    }
    return count;
  }
}
