package dev.identitydomains.operator.status;

import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Conditions by kstatus: Ready always; all others only while True, but those of facts, which
 * kstatus does not know. Pure.
 */
public final class Conditions {

  /** Condition type: True when the domain has the state that the spec declares. */
  public static final String READY = "Ready";

  /** Condition type: the operator leaves the resource as it is. */
  public static final String PAUSED = "Paused";

  /** Condition type: resource servers can read the keys that sign the domain's tokens. */
  public static final String SIGNING_KEYS_PUBLIC = "SigningKeysPublic";

  private static final String DRIFTED = "Drifted";
  private static final String RECONCILING = "Reconciling";
  private static final String STALLED = "Stalled";

  private Conditions() {}

  /**
   * Returns the conditions after an outcome, sorted by type.
   *
   * @param before the previous conditions; null before the first status
   * @param generation the present generation
   * @param pause why the resource is paused; null when it is not
   */
  public static List<StatusCondition> after(
      @Nullable List<StatusCondition> before,
      Outcome outcome,
      long generation,
      @Nullable String pause,
      Instant now) {
    var writer = new Writer(before == null ? List.of() : before, generation, now);
    var paused =
        Stream.ofNullable(pause)
            .map(message -> writer.condition(PAUSED, "True", new Outcome.Paused(message)));
    return Stream.concat(of(writer, outcome).stream(), paused)
        .sorted(Comparator.comparing(StatusCondition::type))
        .toList();
  }

  private static List<StatusCondition> of(Writer writer, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Synced _ -> List.of(writer.condition(READY, "True", outcome));
      case Outcome.Drifted _ ->
          List.of(
              writer.condition(DRIFTED, "True", outcome), writer.condition(READY, "True", outcome));
      case Outcome.Paused _ ->
          isReady(writer.before(), writer.generation())
              ? writer.before().stream().filter(old -> !PAUSED.equals(old.type())).toList()
              : List.of(writer.condition(READY, "Unknown", outcome));
      case Outcome.Unknown _, Outcome.WaitingForDependency _, Outcome.Retrying _ ->
          List.of(
              writer.condition(READY, "False", outcome),
              writer.condition(RECONCILING, "True", outcome));
      case Outcome.Stalled _ ->
          List.of(
              writer.condition(READY, "False", outcome),
              writer.condition(STALLED, "True", outcome));
    };
  }

  /**
   * The outcome as the conditions tell it: within {@link Interval#SETTLING} of a new generation, a
   * refusal that may end by itself is awaited.
   *
   * @param before the previous conditions; null before the first status
   */
  public static Outcome settling(
      @Nullable List<StatusCondition> before, Outcome outcome, long generation, Instant now) {
    if (!(outcome instanceof Outcome.Stalled stalled)
        || stalled.reason().ending() != Reason.Ending.WITH_THE_COMMIT) {
      return outcome;
    }
    var end = settlingSince(before, generation, now).plus(Interval.SETTLING.duration());
    if (!now.isBefore(end)) {
      return outcome;
    }
    var rest = Duration.between(now, end).plusSeconds(1);
    var recheck = Objects.requireNonNullElse(stalled.recheck(), rest);
    return new Outcome.WaitingForDependency(
        stalled.reason(), stalled.message(), recheck.compareTo(rest) < 0 ? recheck : rest);
  }

  private static Instant settlingSince(
      @Nullable List<StatusCondition> before, long generation, Instant now) {
    return before == null || !isAbout(before, generation) || isPaused(before)
        ? now
        : find(before, RECONCILING)
            .flatMap(condition -> StatusTimestamp.parse(condition.lastTransitionTime()))
            .orElse(Instant.EPOCH);
  }

  private static boolean isAbout(List<StatusCondition> conditions, long generation) {
    return ready(conditions)
        .filter(ready -> Objects.equals(ready.observedGeneration(), generation))
        .isPresent();
  }

  /**
   * Returns conditions with that of a fact beside the outcome, sorted by type.
   *
   * @param before the previous conditions; null before the first status
   * @param fact the condition, of which the time is that of now
   */
  public static List<StatusCondition> with(
      List<StatusCondition> conditions,
      @Nullable List<StatusCondition> before,
      StatusCondition fact) {
    var since =
        find(before, fact.type())
            .filter(old -> old.status().equals(fact.status()))
            .map(StatusCondition::lastTransitionTime)
            .orElse(fact.lastTransitionTime());
    var told =
        new StatusCondition(
            fact.type(),
            fact.status(),
            fact.reason(),
            fact.message(),
            since,
            fact.observedGeneration());
    var others = conditions.stream().filter(condition -> !told.type().equals(condition.type()));
    return Stream.concat(others, Stream.of(told))
        .sorted(Comparator.comparing(StatusCondition::type))
        .toList();
  }

  /** The condition of a type; empty for none. */
  public static Optional<StatusCondition> find(
      @Nullable List<StatusCondition> conditions, String type) {
    return Stream.ofNullable(conditions)
        .flatMap(List::stream)
        .filter(condition -> type.equals(condition.type()))
        .findFirst();
  }

  /** Whether conditions say that the resource is paused. */
  public static boolean isPaused(@Nullable List<StatusCondition> conditions) {
    return find(conditions, PAUSED).isPresent();
  }

  /** The Ready condition; empty before the first status. */
  public static Optional<StatusCondition> ready(@Nullable List<StatusCondition> conditions) {
    return find(conditions, READY);
  }

  /** Whether Ready is True for this generation. */
  public static boolean isReady(@Nullable List<StatusCondition> conditions, long generation) {
    return conditions != null
        && isAbout(conditions, generation)
        && ready(conditions).filter(ready -> "True".equals(ready.status())).isPresent();
  }

  private record Writer(List<StatusCondition> before, long generation, Instant now) {

    StatusCondition condition(String type, String status, Outcome outcome) {
      var since =
          find(before, type)
              .filter(old -> status.equals(old.status()))
              .map(StatusCondition::lastTransitionTime)
              .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
      return new StatusCondition(
          type, status, outcome.reason().name(), outcome.message(), since, generation);
    }
  }
}
