package dev.identitydomains.sandbox.domain;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of an emulated domain.
 *
 * @param port 0 for any free port
 * @param limits the domain type with the rate limits to enforce; empty for none
 * @param tokenLife lifetime of access tokens
 * @param adminSecret client secret of the administrator's client; empty for a random one
 * @param clock clock of tokens, versions and rate limits
 * @param latency added to the time of each call
 */
public record DomainOptions(
    int port,
    Optional<DomainType> limits,
    Duration tokenLife,
    Optional<String> adminSecret,
    Clock clock,
    Duration latency) {

  /** Any free port, no rate limits, tokens for an hour. */
  public static DomainOptions defaults() {
    return new DomainOptions(
        0,
        Optional.empty(),
        Duration.ofHours(1),
        Optional.empty(),
        Clock.systemUTC(),
        Duration.ZERO);
  }

  public DomainOptions withPort(int port) {
    return new DomainOptions(port, limits, tokenLife, adminSecret, clock, latency);
  }

  public DomainOptions withLimits(DomainType type) {
    return new DomainOptions(port, Optional.of(type), tokenLife, adminSecret, clock, latency);
  }

  public DomainOptions withTokenLife(Duration life) {
    return new DomainOptions(port, limits, life, adminSecret, clock, latency);
  }

  public DomainOptions withAdminSecret(String secret) {
    return new DomainOptions(port, limits, tokenLife, Optional.of(secret), clock, latency);
  }

  public DomainOptions withClock(Clock other) {
    return new DomainOptions(port, limits, tokenLife, adminSecret, other, latency);
  }

  public DomainOptions withLatency(Duration time) {
    return new DomainOptions(port, limits, tokenLife, adminSecret, clock, time);
  }
}
