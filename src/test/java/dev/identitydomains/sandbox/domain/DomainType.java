package dev.identitydomains.sandbox.domain;

/**
 * Domain types with their documented rate limits, in calls a second and a minute, and object
 * limits: Apps that are not Oracle's, and OAuth client certificates.
 */
public enum DomainType {
  Free(10, 150, 20, 150, 2, 20),
  OracleApps(40, 1000, 50, 1500, 10, 200),
  OracleAppsPremium(50, 1700, 55, 1750, 10, 200),
  Premium(65, 3400, 90, 5000, 5000, 20_000),
  ExternalUser(60, 2300, 80, 4000, 5000, 20_000),
  ExternalActiveUser(60, 2300, 80, 4000, 5000, 20_000);

  /** The limit of Bulk calls, the same for each type. */
  public static final CallLimit BULK = new CallLimit(5, 200);

  private final int tokensPerSecond;
  private final int tokensPerMinute;
  private final int othersPerSecond;
  private final int othersPerMinute;
  private final int apps;
  private final int certificates;

  DomainType(
      int tokensPerSecond,
      int tokensPerMinute,
      int othersPerSecond,
      int othersPerMinute,
      int apps,
      int certificates) {
    this.tokensPerSecond = tokensPerSecond;
    this.tokensPerMinute = tokensPerMinute;
    this.othersPerSecond = othersPerSecond;
    this.othersPerMinute = othersPerMinute;
    this.apps = apps;
    this.certificates = certificates;
  }

  /** The limit of token requests. */
  public CallLimit tokens() {
    return new CallLimit(tokensPerSecond, tokensPerMinute);
  }

  /** The limit of calls other than token requests and Bulk calls. */
  public CallLimit others() {
    return new CallLimit(othersPerSecond, othersPerMinute);
  }

  /** The limit of calls a minute other than token requests and Bulk calls. */
  public int callsPerMinute() {
    return othersPerMinute;
  }

  /** The most Apps that are not Oracle's. */
  public int apps() {
    return apps;
  }

  /** The most OAuth client certificates. */
  public int certificates() {
    return certificates;
  }
}
