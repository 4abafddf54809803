package dev.identitydomains.sandbox;

import java.util.OptionalInt;

/**
 * The calls of one process to the outside, which can be cut off before or after any one of them:
 * from then on nothing of it gets through, as if the process had died there.
 */
public final class CrashPoint {

  private final int last;
  private final boolean after;
  private int calls;
  private boolean cut;
  private String lastCall = "";

  private CrashPoint(int last, boolean after) {
    this.last = last;
    this.after = after;
  }

  /** Is never cut off. */
  public static CrashPoint never() {
    return new CrashPoint(Integer.MAX_VALUE, false);
  }

  /** Dies before its call of this number, which begins at 1. */
  public static CrashPoint before(int call) {
    return new CrashPoint(call, false);
  }

  /** Dies after its call of this number has been carried out, but before it learns that. */
  public static CrashPoint after(int call) {
    return new CrashPoint(call, true);
  }

  /**
   * Begins a call; its number, or empty when it never arrives.
   *
   * @param what method and path, for people
   */
  public synchronized OptionalInt begin(String what) {
    if (!cut) {
      calls++;
      lastCall = calls <= last ? what : lastCall;
      cut = calls == last && !after;
    }
    return cut ? OptionalInt.empty() : OptionalInt.of(calls);
  }

  /** Ends a call that was carried out; returns whether the process learns of it. */
  public synchronized boolean end(int call) {
    cut |= call == last && after;
    return !cut;
  }

  /** Whether it is dead. */
  public synchronized boolean isCut() {
    return cut;
  }

  /** How many calls there were. */
  public synchronized int calls() {
    return calls;
  }

  @Override
  public String toString() {
    return "%s call %d, %s".formatted(after ? "after" : "before", last, lastCall);
  }
}
