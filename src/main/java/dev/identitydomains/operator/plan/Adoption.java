package dev.identitydomains.operator.plan;

/** Which App that exists already may be taken over. */
public enum Adoption {
  /** None. */
  NEVER,
  /** One that has the client id. */
  BY_CLIENT_ID,
  /** One that has the displayName, whatever its client id; that stays. */
  BY_DISPLAY_NAME
}
