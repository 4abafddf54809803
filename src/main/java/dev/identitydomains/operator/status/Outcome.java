package dev.identitydomains.operator.status;

import dev.identitydomains.operator.text.ForeignText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a reconciliation, which decides the conditions and the requeue delay. Its texts
 * are bounded and without control characters: parts of them come from domains and users.
 */
public sealed interface Outcome {

  /** The longest message, in bytes of UTF-8. */
  int LONGEST_MESSAGE = 4000;

  /** The reason of the conditions. */
  Reason reason();

  private static void checkEndsByItself(Reason reason) {
    if (reason.ending() == Reason.Ending.BY_USER) {
      throw new IllegalArgumentException(reason + " does not end by itself");
    }
  }

  /** The message of the conditions: the cause, and the remedy for the user. */
  String message();

  /**
   * The domain has the desired state.
   *
   * @param state sentence about the observed state
   * @param warning sentence about a deviation that Ready tolerates; empty for none
   */
  record Synced(String state, String warning) implements Outcome {

    public Synced {
      state = ForeignText.ofBytes(state, LONGEST_MESSAGE / 2);
      warning = ForeignText.ofBytes(warning, LONGEST_MESSAGE / 2 - 1);
    }

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

  /**
   * A dependency is not ready; its next event triggers a reconciliation.
   *
   * @param recheck delay of the next attempt without an event
   */
  record WaitingForDependency(Reason reason, String message, Duration recheck) implements Outcome {

    public WaitingForDependency {
      checkEndsByItself(reason);
      message = ForeignText.ofBytes(message, LONGEST_MESSAGE);
    }

    public WaitingForDependency(Reason reason, String message) {
      this(reason, message, Interval.WAITING.duration());
    }
  }

  /**
   * The domain differs from the desired state, and the operator only observes it.
   *
   * @param message sentences about the differences
   */
  record Drifted(String message) implements Outcome {

    public Drifted {
      message = ForeignText.ofBytes(message, LONGEST_MESSAGE);
    }

    @Override
    public Reason reason() {
      return Reason.DriftDetected;
    }
  }

  /**
   * The resource is left as it is, because its annotation says so.
   *
   * @param message sentence about what is not done
   */
  record Paused(String message) implements Outcome {

    @Override
    public Reason reason() {
      return Reason.Paused;
    }
  }

  /** The domain's state is unknown; the status is left as it was. */
  record Unknown(Reason reason, String message) implements Outcome {

    public Unknown {
      message = ForeignText.ofBytes(message, LONGEST_MESSAGE);
    }
  }

  /**
   * The reconciliation failed and is retried.
   *
   * @param retryAfter the least delay of the retry; null for that of the exponential backoff
   * @param longest the longest delay of the exponential backoff
   */
  record Retrying(Reason reason, String message, @Nullable Duration retryAfter, Duration longest)
      implements Outcome {

    public Retrying {
      checkEndsByItself(reason);
      message = ForeignText.ofBytes(message, LONGEST_MESSAGE);
    }

    /** Retries each time after the same delay. */
    public Retrying(Reason reason, String message, Duration delay) {
      this(reason, message, delay, delay);
    }

    /** Retries with exponential backoff, but not before the delay that a service asks for. */
    public static Retrying backingOff(
        Reason reason, String message, @Nullable Duration retryAfter) {
      return new Retrying(reason, message, retryAfter, Interval.LONGEST_RETRY.duration());
    }

    /** Retries with exponential backoff. */
    public Retrying(Reason reason, String message) {
      this(reason, message, null, Interval.LONGEST_RETRY.duration());
    }
  }

  /**
   * The reconciliation fails until a user acts.
   *
   * @param recheck delay of the next attempt, for remedies outside the spec; null when only a new
   *     spec helps
   */
  record Stalled(Reason reason, String message, @Nullable Duration recheck) implements Outcome {

    public Stalled {
      if (reason.ending() == Reason.Ending.BY_ITSELF) {
        throw new IllegalArgumentException(reason + " ends by itself");
      }
      message = ForeignText.ofBytes(message, LONGEST_MESSAGE);
    }

    /** Only a new spec helps. */
    public Stalled(Reason reason, String message) {
      this(reason, message, null);
    }
  }
}
