package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.controller.reference.RecordKeys;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.kube.Finalizers;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reconciliation of a resource of any kind: acquire a permit of its domain, run the steps of
 * the kind, report, requeue. A paused resource only loses what was withdrawn.
 */
public final class ReconcileLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ReconcileLifecycle.class);

  private final ResourceGraph graph;
  private final DomainBulkhead bulkhead;
  private final StatusReporter reporter;
  private final Finalizers finalizers;
  private final RequeuePolicy requeue;
  private final Wakeups wakeups;

  public ReconcileLifecycle(
      ResourceGraph graph,
      DomainBulkhead bulkhead,
      StatusReporter reporter,
      Finalizers finalizers,
      RequeuePolicy requeue,
      Wakeups wakeups) {
    this.graph = graph;
    this.bulkhead = bulkhead;
    this.reporter = reporter;
    this.finalizers = finalizers;
    this.requeue = requeue;
    this.wakeups = wakeups;
  }

  /** Reconciles a resource that is not deleted. */
  public <R extends CustomResource<?, ?>, T extends ReconcileResult> UpdateControl<R> reconcile(
      R resource, ReconcileSteps<? super R, T> steps) {
    var update = UpdateControl.<R>noUpdate();
    graph.awaitSynced();
    reporter.refresh(resource);
    var domain = graph.domainOf(resource);
    try (var _ = new DomainLogContext(domain)) {
      var result = bulkhead.run(resource, domain, () -> applied(resource, steps));
      report(resource, result, steps);
      return next(resource, domain, result).map(update::rescheduleAfter).orElse(update);
    } catch (KubernetesClientException e) {
      return update.rescheduleAfter(afterApiServerFailure(resource, e));
    }
  }

  private Optional<Duration> next(HasMetadata resource, String domain, ReconcileResult result) {
    wakeups.settled(domain, resource, result.outcome().reason());
    var told = reporter.settling(resource, result.outcome());
    return requeue.after(resource, told, result.interval());
  }

  /** Applies the steps; a refusal of the API server, or a spoilt Secret, becomes a condition. */
  private static <R extends CustomResource<?, ?>, T extends ReconcileResult> T applied(
      R resource, ReconcileSteps<? super R, T> steps) {
    try {
      return References.isPaused(resource)
          ? steps.withdraw(resource).orElseGet(() -> steps.stopped(resource, paused(resource)))
          : steps.apply(resource);
    } catch (KubernetesClientException e) {
      return steps.stopped(resource, FailureOutcomes.refused(e));
    } catch (RecordKeys.Spoilt e) {
      return steps.stopped(resource, FailureOutcomes.spoilt(e));
    }
  }

  private <R extends CustomResource<?, ?>, T extends ReconcileResult> DeleteControl paused(
      R resource, ReconcileSteps<? super R, T> steps) {
    var done = DeleteControl.noFinalizerRemoval();
    try {
      steps.report(resource, steps.stopped(resource, paused(resource)));
      return done;
    } catch (KubernetesClientException e) {
      return done.rescheduleAfter(afterApiServerFailure(resource, e));
    }
  }

  private static Outcome paused(HasMetadata resource) {
    var what =
        resource.isMarkedForDeletion()
            ? "The resource is not deleted"
            : "Generation %d is not applied".formatted(resource.getMetadata().getGeneration());
    return new Outcome.Paused(
        "%s while the annotation %s is set.".formatted(what, WellKnownNames.PAUSED_ANNOTATION));
  }

  private static <R extends CustomResource<?, ?>, T extends ReconcileResult> void report(
      R resource, T result, ReconcileSteps<? super R, T> steps) {
    if (!(result.outcome() instanceof Outcome.Unknown)) {
      steps.report(resource, result);
    }
  }

  /** Reconciles a resource that is marked for deletion, and removes the finalizer itself. */
  public <R extends CustomResource<?, ?>, T extends ReconcileResult> DeleteControl cleanup(
      R resource, ReconcileSteps<? super R, T> steps) {
    var done = DeleteControl.noFinalizerRemoval();
    if (finalizers.isRemoved(resource)) {
      return done;
    }
    graph.awaitSynced();
    reporter.refresh(resource);
    if (References.isPaused(resource)) {
      return paused(resource, steps);
    }
    var domain = graph.domainOf(resource);
    try (var _ = new DomainLogContext(domain)) {
      var blocked = bulkhead.run(resource, domain, () -> blocked(resource, steps));
      if (blocked.isPresent()) {
        steps.report(resource, blocked.get());
        var delay =
            requeue
                .after(resource, blocked.get().outcome(), blocked.get().interval())
                .orElseGet(Interval.DRIFT_CHECK::duration);
        var latest = blocked.get().interval();
        return done.rescheduleAfter(delay.compareTo(latest) < 0 ? delay : latest);
      }
    } catch (KubernetesClientException e) {
      return done.rescheduleAfter(afterApiServerFailure(resource, e));
    }
    requeue.forget(resource);
    reporter.forget(resource);
    bulkhead.forget(resource);
    return done;
  }

  /** The obstacle of a deletion; without one, the resource has lost its finalizer. */
  private <R extends CustomResource<?, ?>, T extends ReconcileResult> Optional<T> blocked(
      R resource, ReconcileSteps<? super R, T> steps) {
    try {
      var blocked = steps.cleanup(resource);
      if (blocked.isEmpty()) {
        finalizers.remove(resource);
      }
      return blocked;
    } catch (KubernetesClientException e) {
      return Optional.of(steps.stopped(resource, FailureOutcomes.blocked(e)));
    }
  }

  /** Logs one line an attempt: without the API server, no status can be written. */
  private Duration afterApiServerFailure(HasMetadata resource, KubernetesClientException cause) {
    var message = FailureOutcomes.summary(cause);
    LOG.warn("{} {}: {}", resource.getKind(), References.key(resource), message);
    var failure = new Outcome.Retrying(Reason.KubernetesRefused, message);
    var latest = Interval.RESYNC.duration();
    return requeue.after(resource, failure, latest).orElse(latest);
  }
}
