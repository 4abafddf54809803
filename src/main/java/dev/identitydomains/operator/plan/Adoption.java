package dev.identitydomains.operator.plan;

/** Selects the existing App that a ClientApplication may adopt. */
public enum Adoption {
  /** No App. */
  NEVER,
  /** The App with the desired client id. */
  BY_CLIENT_ID,
  /** The App with the desired displayName; it keeps its client id. */
  BY_DISPLAY_NAME
}
