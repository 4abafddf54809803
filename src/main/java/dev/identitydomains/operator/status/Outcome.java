package dev.identitydomains.operator.status;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a reconciliation, which decides the conditions and the requeue delay. Messages are
 * of one line.
 */
public sealed interface Outcome {

  /** The reason of the conditions. */
  Reason reason();

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
      state = OneLine.of(state);
      warning = OneLine.of(warning);
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

  /** A dependency is not ready; its next event triggers a reconciliation. */
  record WaitingForDependency(Reason reason, String message) implements Outcome {

    public WaitingForDependency {
      message = OneLine.of(message);
    }
  }

  /** The domain's state is unknown; the status is left as it was. */
  record Unknown(Reason reason, String message) implements Outcome {

    public Unknown {
      message = OneLine.of(message);
    }
  }

  /**
   * The reconciliation failed and is retried.
   *
   * @param retryAfter delay of the retry; null for exponential backoff
   */
  record Retrying(Reason reason, String message, @Nullable Duration retryAfter) implements Outcome {

    public Retrying {
      message = OneLine.of(message);
    }

    /** Retries with exponential backoff. */
    public Retrying(Reason reason, String message) {
      this(reason, message, null);
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
      message = OneLine.of(message);
    }

    /** Only a new spec helps. */
    public Stalled(Reason reason, String message) {
      this(reason, message, null);
    }
  }
}
