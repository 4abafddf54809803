package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What every resource goes through that lives in a domain: it is left alone while it is paused, it
 * waits until it is its turn, and it is looked at again when that is due.
 */
public final class ReconcileLifecycle {

  /**
   * How a run ended.
   *
   * @param interval when to look again at what is in sync
   */
  public record End(Outcome outcome, Duration interval) {}

  private final ResourceGraph graph;
  private final DomainBulkhead bulkhead;
  private final StatusReporter reporter;
  private final ApiServerFailures setbacks;

  public ReconcileLifecycle(ResourceGraph graph, DomainBulkhead bulkhead, StatusReporter reporter) {
    this.graph = graph;
    this.bulkhead = bulkhead;
    this.reporter = reporter;
    this.setbacks = new ApiServerFailures(reporter);
  }

  /**
   * Brings a resource into its domain.
   *
   * @param work does so and reports
   */
  public <R extends HasMetadata> UpdateControl<R> reconcile(
      R resource, Function<Priority, End> work) {
    if (References.isPaused(resource)) {
      return UpdateControl.noUpdate();
    }
    graph.awaitComplete();
    try (var _ = new DomainLogContext(graph.domainOf(resource))) {
      return reconcileInDomain(resource, work);
    }
  }

  private <R extends HasMetadata> UpdateControl<R> reconcileInDomain(
      R resource, Function<Priority, End> work) {
    var update = UpdateControl.<R>noUpdate();
    try {
      var end = bulkhead.run(resource, graph.domainOf(resource), work);
      return reporter
          .nextCheck(resource, end.outcome(), end.interval())
          .map(update::rescheduleAfter)
          .orElse(update);
    } catch (KubernetesClientException e) {
      return update.rescheduleAfter(setbacks.after(resource, e));
    }
  }

  /**
   * Takes a resource out of its domain.
   *
   * @param work does so; returns what stands in the way, or nothing when the finalizer may go
   * @param report reports what stands in the way
   * @param gone is called when the resource is no more
   */
  public DeleteControl remove(
      HasMetadata resource,
      Function<Priority, Optional<Outcome>> work,
      Consumer<Outcome> report,
      Runnable gone) {
    if (References.isPaused(resource)) {
      return DeleteControl.noFinalizerRemoval();
    }
    graph.awaitComplete();
    try (var _ = new DomainLogContext(graph.domainOf(resource))) {
      return removeFromDomain(resource, work, report, gone);
    }
  }

  private DeleteControl removeFromDomain(
      HasMetadata resource,
      Function<Priority, Optional<Outcome>> work,
      Consumer<Outcome> report,
      Runnable gone) {
    try {
      var blocked = bulkhead.run(resource, graph.domainOf(resource), work);
      if (blocked.isPresent()) {
        report.accept(blocked.get());
        var next =
            reporter
                .nextCheck(resource, blocked.get(), Interval.DRIFT_CHECK.duration())
                .orElse(Interval.DRIFT_CHECK.duration());
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(next);
      }
    } catch (KubernetesClientException e) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(setbacks.after(resource, e));
    }
    reporter.forget(resource);
    bulkhead.forget(resource);
    gone.run();
    return DeleteControl.defaultDelete();
  }
}
