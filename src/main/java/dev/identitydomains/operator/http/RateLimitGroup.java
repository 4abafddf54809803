package dev.identitydomains.operator.http;

/** The groups of calls that the service limits apart ("API Rate Limits"). */
public enum RateLimitGroup {
  /** Token requests. */
  TOKEN,
  /** Bulk calls. */
  BULK,
  /** All others: Apps, AppRoles, Grants and so on. */
  OTHER
}
