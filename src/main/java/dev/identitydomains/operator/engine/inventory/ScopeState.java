package dev.identitydomains.operator.engine.inventory;

/** What is known of a scope in a domain. */
public enum ScopeState {
  /** An App defines it. */
  DEFINED,
  /** There is an App of its audience, which does not define it. */
  MISSING,
  /** No App of its audience is known; it may be one of the service's own. */
  UNKNOWN
}
