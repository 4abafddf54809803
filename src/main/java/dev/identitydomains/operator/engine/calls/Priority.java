package dev.identitydomains.operator.engine.calls;

/** What goes first when a domain's rate limits let not everything through at once. */
public enum Priority {
  /** Somebody has just changed something and waits for it. */
  INTERACTIVE,
  /** It was there when the process started, or is put back to what it was. */
  BACKGROUND
}
