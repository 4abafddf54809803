package dev.identitydomains.operator.engine.calls;

/** The order of writes when the rate limits do not permit all of them at once. */
public enum Priority {
  /** A user has just changed a resource and waits for the result. */
  INTERACTIVE,
  /** Resources from before the start of the process, and corrections of drift. */
  BACKGROUND
}
