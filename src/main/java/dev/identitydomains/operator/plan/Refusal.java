package dev.identitydomains.operator.plan;

/**
 * Why the desired state cannot be reached without harm.
 *
 * @param kind what the user has to do about it
 * @param message what is wrong, where, and what to do
 */
public record Refusal(Kind kind, String message) implements Decision {

  /** The two ways in which a plan can be impossible. */
  public enum Kind {
    /** Somebody else's object is in the way. */
    CONFLICT,
    /** The spec asks to change what the service never changes. */
    IMMUTABLE
  }
}
