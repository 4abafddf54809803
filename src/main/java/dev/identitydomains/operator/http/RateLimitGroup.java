package dev.identitydomains.operator.http;

/** The groups of calls, each with its own rate limits ("API Rate Limits"). */
public enum RateLimitGroup {
  /** Token requests. */
  TOKEN,
  /** Bulk calls. */
  BULK,
  /** All other calls: Apps, AppRoles, Grants and so on. */
  OTHER
}
