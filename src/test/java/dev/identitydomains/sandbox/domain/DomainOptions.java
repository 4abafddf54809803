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
 * @param adminSecret client secret of the administrator's client; empty for one by chance
 * @param clock what it calls now
 * @param latency how long each call takes beside its processing
 */
public record DomainOptions(
    int port,
    Optional<DomainType> limits,
    Duration tokenLife,
    Optional<String> adminSecret,
    Clock clock,
    Duration latency) {

  /** Any port, no limits, tokens for an hour. */
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
