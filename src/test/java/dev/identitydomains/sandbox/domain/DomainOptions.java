package dev.identitydomains.sandbox.domain;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How an emulated domain is started.
 *
 * @param port 0 lets the system choose
 * @param limits the rate limits to enforce; empty for none
 * @param tokenLife life of its access tokens
 * @param clock what it calls now
 */
public record DomainOptions(
    int port, Optional<DomainType> limits, Duration tokenLife, Clock clock) {

  /** Any port, no limits, tokens for an hour. */
  public static DomainOptions defaults() {
    return new DomainOptions(0, Optional.empty(), Duration.ofHours(1), Clock.systemUTC());
  }

  public DomainOptions withPort(int port) {
    return new DomainOptions(port, limits, tokenLife, clock);
  }

  public DomainOptions withLimits(DomainType type) {
    return new DomainOptions(port, Optional.of(type), tokenLife, clock);
  }

  public DomainOptions withTokenLife(Duration life) {
    return new DomainOptions(port, limits, life, clock);
  }
}
