package dev.identitydomains.sandbox.domain;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The options of an emulated domain.
 *
 * @param port 0 for any free port
 * @param rates the domain type whose rate limits to enforce; empty for none
 * @param objects the domain type whose object limits to enforce; empty for none
 * @param tokenLife lifetime of access tokens
 * @param adminSecret client secret of the administrator's client; empty for a random one
 * @param clock clock of tokens, versions and rate limits
 * @param latency added to the time of each call
 * @param modes readings of the service's sources
 * @param mutualTls whether there is a host for client certificates
 */
public record DomainOptions(
    int port,
    Optional<DomainType> rates,
    Optional<DomainType> objects,
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
        port, rates, objects, tokenLife, adminSecret, clock, latency, modes, mutualTls);
  }

  /** Enforces all limits of a type. */
  public DomainOptions withLimits(DomainType type) {
    return withRates(type).withObjects(type);
  }

  /** Enforces the rate limits of a type alone, to have more Apps than a small domain holds. */
  public DomainOptions withRates(DomainType type) {
    return new DomainOptions(
        port, Optional.of(type), objects, tokenLife, adminSecret, clock, latency, modes, mutualTls);
  }

  /** Enforces the object limits of a type alone. */
  public DomainOptions withObjects(DomainType type) {
    return new DomainOptions(
        port, rates, Optional.of(type), tokenLife, adminSecret, clock, latency, modes, mutualTls);
  }

  public DomainOptions withTokenLife(Duration life) {
    return new DomainOptions(
        port, rates, objects, life, adminSecret, clock, latency, modes, mutualTls);
  }

  public DomainOptions withAdminSecret(String secret) {
    return new DomainOptions(
        port, rates, objects, tokenLife, Optional.of(secret), clock, latency, modes, mutualTls);
  }

  public DomainOptions withClock(Clock other) {
    return new DomainOptions(
        port, rates, objects, tokenLife, adminSecret, other, latency, modes, mutualTls);
  }

  public DomainOptions withLatency(Duration time) {
    return new DomainOptions(
        port, rates, objects, tokenLife, adminSecret, clock, time, modes, mutualTls);
  }

  public DomainOptions withModes(Set<DomainMode> chosen) {
    return new DomainOptions(
        port,
        rates,
        objects,
        tokenLife,
        adminSecret,
        clock,
        latency,
        Set.copyOf(chosen),
        mutualTls);
  }

  public DomainOptions withMutualTls() {
    return new DomainOptions(
        port, rates, objects, tokenLife, adminSecret, clock, latency, modes, true);
  }
}
