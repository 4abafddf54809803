package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.kube.StatusWriter;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Conditions;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.status.RequestIds;
import dev.identitydomains.operator.status.StatusTimestamp;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the result of a reconciliation by conditions, events and log lines. */
public final class StatusReporter {

  private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);

  /** lastSyncTime is renewed at most hourly, to spare status writes. */
  private static final Duration SYNC_TIME_STANDS = Interval.RESYNC.duration();

  private static final String PAUSE =
      "The operator leaves the resource as it is while the annotation %s is set."
          .formatted(WellKnownNames.PAUSED_ANNOTATION);

  private static final String RESUMPTION =
      "The annotation %s is gone: the operator reconciles the resource again."
          .formatted(WellKnownNames.PAUSED_ANNOTATION);

  /** As the definitions have it before the first reconciliation. */
  private static final long NEVER = -1;

  private final StatusWriter statuses;
  private final EventRecorder events;
  private final Clock clock;

  public StatusReporter(StatusWriter statuses, EventRecorder events, Clock clock) {
    this.statuses = statuses;
    this.events = events;
    this.clock = clock;
  }

  public void forget(HasMetadata resource) {
    statuses.forget(resource);
  }

  /**
   * Gives a resource the status that this process has written, if the cache does not have it yet.
   */
  void refresh(CustomResource<?, ?> resource) {
    statuses.refresh(resource);
  }

  /** Writes a status if it differs from the one that the resource has. */
  public <S, R extends CustomResource<?, S>> void write(R resource, S status, Supplier<R> empty) {
    statuses.write(resource, status, empty);
  }

  /** The outcome as the conditions tell it, see {@link Conditions#settling}. */
  Outcome settling(HasMetadata resource, Outcome outcome) {
    return settling(resource, References.conditions(resource), outcome);
  }

  private Outcome settling(
      HasMetadata resource, @Nullable List<StatusCondition> before, Outcome outcome) {
    return Conditions.settling(
        before, outcome, resource.getMetadata().getGeneration(), clock.instant());
  }

  /** The conditions after an outcome. Logs a new outcome, and records a new failure as an event. */
  public List<StatusCondition> conditions(
      HasMetadata resource, @Nullable List<StatusCondition> before, Outcome outcome) {
    var told = settling(resource, before, outcome);
    var paused = References.isPaused(resource);
    var after =
        Conditions.after(
            before,
            told,
            resource.getMetadata().getGeneration(),
            paused ? PAUSE : null,
            clock.instant());
    var old = Conditions.ready(before);
    if (old.isEmpty() || !isSame(old.get(), Conditions.ready(after).orElseThrow())) {
      announce(resource, told);
    }
    if (paused != Conditions.isPaused(before)) {
      events.normal(resource, paused ? Event.Paused : Event.Resumed, paused ? PAUSE : RESUMPTION);
    }
    return after;
  }

  /** The generation that the status describes: a paused resource keeps the former one. */
  public long observedGeneration(HasMetadata resource, Outcome outcome) {
    return outcome instanceof Outcome.Paused
        ? References.observedGeneration(resource).orElse(NEVER)
        : resource.getMetadata().getGeneration();
  }

  private void announce(HasMetadata resource, Outcome outcome) {
    var line = LOG.atInfo().addKeyValue("reason", outcome.reason());
    var requestId = RequestIds.find(outcome.message());
    if (requestId.isPresent()) {
      line = line.addKeyValue("requestId", requestId.get());
    }
    line.log(
        "{} {}: {}: {}",
        resource.getKind(),
        References.key(resource),
        outcome.reason(),
        outcome.message());
    if (outcome instanceof Outcome.Retrying
        || outcome instanceof Outcome.Stalled
        || outcome instanceof Outcome.Drifted) {
      events.warning(resource, outcome.reason(), outcome.message());
    }
    if (outcome instanceof Outcome.Synced synced && !synced.warning().isEmpty()) {
      events.warning(resource, Reason.DriftDetected, synced.warning());
    }
  }

  /** Compares without request ids, which differ with every attempt. */
  private static boolean isSame(StatusCondition old, StatusCondition now) {
    return old.reason().equals(now.reason())
        && RequestIds.strip(old.message()).equals(RequestIds.strip(now.message()));
  }

  /**
   * The sync time for the status: renewed with every other change, else at most hourly.
   *
   * @param before the time in the present status; null for none
   */
  public @Nullable String syncTime(@Nullable String before, Outcome outcome, boolean changed) {
    if (!(outcome instanceof Outcome.Synced)) {
      return before;
    }
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var stands =
        StatusTimestamp.parse(before)
            .filter(time -> time.isAfter(now.minus(SYNC_TIME_STANDS)) && !time.isAfter(now));
    return stands.isPresent() && !changed ? before : now.toString();
  }
}
