package dev.identitydomains.operator.plan;

/**
 * The answer in place of a plan, where every plan would do harm.
 *
 * @param kind the cause
 * @param message the cause, the object and the remedy, for users
 */
public record Refusal<S, C extends Change>(Kind kind, String message) implements Decision<S, C> {

  /** The causes of a refusal. */
  public enum Kind {
    /** An object of another owner has the name. */
    CONFLICT,
    /** The policies of the domain do not permit the adoption. */
    NOT_PERMITTED,
    /** The spec changes an attribute that is immutable in the service. */
    IMMUTABLE
  }
}
