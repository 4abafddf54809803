package dev.identitydomains.sandbox.domain;

/** Domain types with their documented rate limits, in calls a second and a minute. */
public enum DomainType {
  Free(10, 150, 20, 150),
  OracleApps(40, 1000, 50, 1500),
  OracleAppsPremium(50, 1700, 55, 1750),
  Premium(65, 3400, 90, 5000),
  ExternalUser(60, 2300, 80, 4000),
  ExternalActiveUser(60, 2300, 80, 4000);

  /** The limit of Bulk calls, the same for each type. */
  public static final CallLimit BULK = new CallLimit(5, 200);

  private final int tokensPerSecond;
  private final int tokensPerMinute;
  private final int othersPerSecond;
  private final int othersPerMinute;

  DomainType(int tokensPerSecond, int tokensPerMinute, int othersPerSecond, int othersPerMinute) {
    this.tokensPerSecond = tokensPerSecond;
    this.tokensPerMinute = tokensPerMinute;
    this.othersPerSecond = othersPerSecond;
    this.othersPerMinute = othersPerMinute;
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
}
