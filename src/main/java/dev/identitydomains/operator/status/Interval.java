package dev.identitydomains.operator.status;

import java.time.Duration;

/** Maximum delays until the next reconciliation of a resource, each with its reason. */
public enum Interval {
  FIRST_RETRY(
      Duration.ofSeconds(2),
      "The first retry after a failure; from the third retry on, the delay doubles."),
  CREDENTIALS(
      Duration.ofSeconds(10),
      "A retry after missing or rejected credentials costs requests to the API server only."),
  SETTLING(
      Duration.ofMinutes(1),
      "So long after a new generation, a refusal that the rest of the same commit may end is no failure."),
  SECRET_CONFLICT(
      Duration.ofSeconds(30),
      "The deletion of another owner's Secret of the same name triggers no reconciliation."),
  NAMESPACE_CONSENT(
      Duration.ofMinutes(1),
      "Without a watch of all namespaces, a change of labels triggers no reconciliation."),
  OLDER_CLAIM(
      Duration.ofMinutes(1),
      "A change of the older claim triggers no reconciliation, nor does the deletion of an older AppRole."),
  GRANTEE(
      Duration.ofMinutes(1),
      "A full read contains no groups and users: a new one triggers no reconciliation."),
  DRIFT_CHECK(Duration.ofMinutes(1), "Default of `driftCheckInterval`."),
  WAITING(Duration.ofMinutes(5), "Fallback for a missed event of a dependency."),
  LONGEST_RETRY(Duration.ofMinutes(5), "The maximum delay of a retry."),
  REFUSED(
      Duration.ofMinutes(5), "A user has to change the domain, which triggers no reconciliation."),
  LIMIT(
      Duration.ofHours(1),
      "Each attempt of a creation above an object limit costs a call, and each of many resources makes one."),
  CORRECTION_WINDOW(
      Duration.ofMinutes(10), "Pause after three corrections of one App within this time."),
  EXCESSIVE(
      Duration.ofHours(1),
      "The maximum delay of a retry after a reply that exceeds the bounds: each costs memory and time."),
  RESYNC(Duration.ofHours(1), "The resync: events and full reads report changes earlier.");

  private final Duration duration;
  private final String reason;

  Interval(Duration duration, String reason) {
    this.duration = duration;
    this.reason = reason;
  }

  /** The delay, without jitter. */
  public Duration duration() {
    return duration;
  }

  /** One sentence, in Markdown: why the delay is no longer, or what it is for. */
  public String reason() {
    return reason;
  }
}
