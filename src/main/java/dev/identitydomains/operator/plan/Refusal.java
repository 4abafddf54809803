package dev.identitydomains.operator.plan;

/**
 * The reason why every way to the desired state would do harm.
 *
 * @param kind what the user has to do about it
 * @param message what is wrong, where, and what to do
 */
public record Refusal<S, C extends Change>(Kind kind, String message) implements Decision<S, C> {

  /** The two ways in which a plan can be impossible. */
  public enum Kind {
    /** Somebody else's object is in the way. */
    CONFLICT,
    /** The spec asks for a change of an attribute that the service never changes. */
    IMMUTABLE
  }
}
