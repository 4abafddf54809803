package dev.identitydomains.sandbox.domain;

/** Domain types with their documented rate limits, in calls a second and a minute. */
public enum DomainType {
  Free(10, 150, 20, 150),
  OracleApps(40, 1000, 50, 1500),
  OracleAppsPremium(50, 1700, 55, 1750),
  Premium(65, 3400, 90, 5000),
  ExternalUser(60, 2300, 80, 4000);

  final int tokensPerSecond;
  final int tokensPerMinute;
  final int othersPerSecond;
  final int othersPerMinute;

  DomainType(int tokensPerSecond, int tokensPerMinute, int othersPerSecond, int othersPerMinute) {
    this.tokensPerSecond = tokensPerSecond;
    this.tokensPerMinute = tokensPerMinute;
    this.othersPerSecond = othersPerSecond;
    this.othersPerMinute = othersPerMinute;
  }

  /** The limit of calls a minute other than token requests and Bulk calls. */
  public int callsPerMinute() {
    return othersPerMinute;
  }
}
