package dev.identitydomains.sandbox.domain;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The options of an emulated domain.
 *
 * @param port 0 for any free port
 * @param limits the domain type with the rate limits to enforce; empty for none
 * @param tokenLife lifetime of access tokens
 * @param adminSecret client secret of the administrator's client; empty for a random one
 * @param clock clock of tokens, versions and rate limits
 * @param latency added to the time of each call
 * @param modes readings of the service's sources
 * @param mutualTls whether there is a host for client certificates
 */
public record DomainOptions(
    int port,
    Optional<DomainType> limits,
    Duration tokenLife,
    Optional<String> adminSecret,
    Clock clock,
    Duration latency,
    Set<DomainMode> modes,
    boolean mutualTls) {

  /** Any free port, no rate limits, tokens for an hour. */
  public static DomainOptions defaults() {
    return new DomainOptions(
        0,
        Optional.empty(),
        Duration.ofHours(1),
        Optional.empty(),
        Clock.systemUTC(),
        Duration.ZERO,
        Set.of(),
        false);
  }

  public DomainOptions withPort(int port) {
    return new DomainOptions(
        port, limits, tokenLife, adminSecret, clock, latency, modes, mutualTls);
  }

  public DomainOptions withLimits(DomainType type) {
    return new DomainOptions(
        port, Optional.of(type), tokenLife, adminSecret, clock, latency, modes, mutualTls);
  }

  public DomainOptions withTokenLife(Duration life) {
    return new DomainOptions(port, limits, life, adminSecret, clock, latency, modes, mutualTls);
  }

  public DomainOptions withAdminSecret(String secret) {
    return new DomainOptions(
        port, limits, tokenLife, Optional.of(secret), clock, latency, modes, mutualTls);
  }

  public DomainOptions withClock(Clock other) {
    return new DomainOptions(
        port, limits, tokenLife, adminSecret, other, latency, modes, mutualTls);
  }

  public DomainOptions withLatency(Duration time) {
    return new DomainOptions(port, limits, tokenLife, adminSecret, clock, time, modes, mutualTls);
  }

  public DomainOptions withModes(Set<DomainMode> chosen) {
    return new DomainOptions(
        port, limits, tokenLife, adminSecret, clock, latency, Set.copyOf(chosen), mutualTls);
  }

  public DomainOptions withMutualTls() {
    return new DomainOptions(port, limits, tokenLife, adminSecret, clock, latency, modes, true);
  }
}
