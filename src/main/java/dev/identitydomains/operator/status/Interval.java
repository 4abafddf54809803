package dev.identitydomains.operator.status;

import java.time.Duration;

/** After which time a resource is reconciled again at the latest, and why then. */
public enum Interval {
  /** The first retry after a failure; from the third on, each waits twice as long. */
  FIRST_RETRY(Duration.ofSeconds(2)),
  /** A mounted or copied Secret changes within seconds; the API server alone is asked. */
  CREDENTIALS(Duration.ofSeconds(10)),
  /** A Secret of this name that somebody removes wakes nobody. */
  SECRET_CONFLICT(Duration.ofSeconds(30)),
  /** Nobody is woken when a namespace's labels change. */
  NAMESPACE_CONSENT(Duration.ofMinutes(1)),
  /** The older of two resources for one object is not waited for by name. */
  OLDER_CLAIM(Duration.ofMinutes(1)),
  /** A group or user that somebody creates is not part of a full read. */
  GRANTEE(Duration.ofMinutes(1)),
  /** What a spec declares no {@code driftCheckInterval} for. */
  DRIFT_CHECK(Duration.ofMinutes(1)),
  /** Should the event be missed that a waiting resource is woken by. */
  WAITING(Duration.ofMinutes(5)),
  /** Retries wait no longer than this. */
  LONGEST_RETRY(Duration.ofMinutes(5)),
  /** What a person has to put right in the domain. */
  REFUSED(Duration.ofMinutes(5)),
  /** Whoever keeps changing an App is left alone for as long. */
  CORRECTION_WINDOW(Duration.ofMinutes(10)),
  /** Full reads and events tell of every change. */
  RESYNC(Duration.ofHours(1));

  private final Duration duration;

  Interval(Duration duration) {
    this.duration = duration;
  }

  /** How long it is. */
  public Duration duration() {
    return duration;
  }
}
