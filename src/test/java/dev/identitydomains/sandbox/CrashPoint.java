package dev.identitydomains.sandbox;

import java.util.OptionalInt;

/**
 * Simulates the crash of a process at one of its outgoing calls: emulated servers drop the calls
 * and replies after that point. Thread-safe.
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

  /** No crash. */
  public static CrashPoint never() {
    return new CrashPoint(Integer.MAX_VALUE, false);
  }

  /** A crash before the call with this number; the first call is 1. */
  public static CrashPoint before(int call) {
    return new CrashPoint(call, false);
  }

  /** A crash after the server has carried out the call with this number, before its reply. */
  public static CrashPoint after(int call) {
    return new CrashPoint(call, true);
  }

  /**
   * Begins a call; returns its number, empty after the crash.
   *
   * @param what method and path, for messages
   */
  public synchronized OptionalInt begin(String what) {
    if (!cut) {
      calls++;
      lastCall = calls <= last ? what : lastCall;
      cut = calls == last && !after;
    }
    return cut ? OptionalInt.empty() : OptionalInt.of(calls);
  }

  /** Ends a call; returns whether the server sends the reply. */
  public synchronized boolean end(int call) {
    cut |= call == last && after;
    return !cut;
  }

  /** Whether the process has crashed. */
  public synchronized boolean isCut() {
    return cut;
  }

  /** The number of calls before the crash, including the one at the crash point. */
  public synchronized int calls() {
    return calls;
  }

  @Override
  public String toString() {
    return "%s call %d, %s".formatted(after ? "after" : "before", last, lastCall);
  }
}
