package dev.identitydomains.operator.engine.inventory;

/** Whether a domain defines a scope. */
public enum ScopeState {
  /** An App defines it. */
  DEFINED,
  /** An App has its audience, but none defines the scope. */
  MISSING,
  /** No App has its audience, except perhaps built-in ones, which may define the scope. */
  UNKNOWN
}
