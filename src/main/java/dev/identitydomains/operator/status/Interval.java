package dev.identitydomains.operator.status;

import java.time.Duration;

/** Maximum delays until the next reconciliation of a resource. */
public enum Interval {
  /** The first retry after a failure; from the third retry on, the delay doubles. */
  FIRST_RETRY(Duration.ofSeconds(2)),
  /** A retry after missing or rejected credentials costs requests to the API server only. */
  CREDENTIALS(Duration.ofSeconds(10)),
  /** The deletion of another owner's Secret of the same name triggers no reconciliation. */
  SECRET_CONFLICT(Duration.ofSeconds(30)),
  /** A change of a namespace's labels triggers no reconciliation. */
  NAMESPACE_CONSENT(Duration.ofMinutes(1)),
  /** The deletion of the older claim on an object triggers no reconciliation. */
  OLDER_CLAIM(Duration.ofMinutes(1)),
  /** A full read contains no groups and users: a new one triggers no reconciliation. */
  GRANTEE(Duration.ofMinutes(1)),
  /** Default of {@code driftCheckInterval}. */
  DRIFT_CHECK(Duration.ofMinutes(1)),
  /** Fallback for a missed event of a dependency. */
  WAITING(Duration.ofMinutes(5)),
  /** The maximum delay of a retry. */
  LONGEST_RETRY(Duration.ofMinutes(5)),
  /** A user has to change the domain, which triggers no reconciliation. */
  REFUSED(Duration.ofMinutes(5)),
  /** Pause after too many corrections of the same drift. */
  CORRECTION_WINDOW(Duration.ofMinutes(10)),
  /** The resync: events and full reads report changes earlier. */
  RESYNC(Duration.ofHours(1));

  private final Duration duration;

  Interval(Duration duration) {
    this.duration = duration;
  }

  /** The delay, without jitter. */
  public Duration duration() {
    return duration;
  }
}
