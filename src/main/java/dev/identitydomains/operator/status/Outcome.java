package dev.identitydomains.operator.status;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a reconciliation ended. It decides the conditions and the next check. */
public sealed interface Outcome {

  /** Why, in one word. */
  Reason reason();

  /** Why, for people, and what to do. */
  String message();

  /**
   * The domain has what the spec says.
   *
   * @param warning what is remarkable nevertheless; empty for nothing
   */
  record Synced(String state, String warning) implements Outcome {

    /** Nothing is remarkable. */
    public Synced(String state) {
      this(state, "");
    }

    @Override
    public String message() {
      return warning.isEmpty() ? state : state + " " + warning;
    }

    @Override
    public Reason reason() {
      return Reason.Synced;
    }
  }

  /** Something else must come first; an event will tell. */
  record WaitingForDependency(Reason reason, String message) implements Outcome {}

  /** Nothing is known yet, or any more: nothing is reported until something is. */
  record Unknown(Reason reason, String message) implements Outcome {}

  /**
   * It did not work and will be tried again.
   *
   * @param retryAfter when to try again; null retries after a delay that grows
   */
  record Retrying(Reason reason, String message, @Nullable Duration retryAfter) implements Outcome {

    /** Retries after a delay that grows. */
    public Retrying(Reason reason, String message) {
      this(reason, message, null);
    }
  }

  /**
   * It cannot work until a person acts.
   *
   * @param recheck when to look whether somebody has acted elsewhere than in the spec; null when
   *     only another spec can help
   */
  record Stalled(Reason reason, String message, @Nullable Duration recheck) implements Outcome {

    /** Only another spec can help. */
    public Stalled(Reason reason, String message) {
      this(reason, message, null);
    }
  }
}
