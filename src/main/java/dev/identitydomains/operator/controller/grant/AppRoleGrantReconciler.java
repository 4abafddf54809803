package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrantStatus;
import dev.identitydomains.operator.controller.reconcile.ReconcileLifecycle;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.Optional;

/** Keeps a grant as its AppRoleGrant says. */
@ControllerConfiguration(
    name = "approlegrant",
    finalizerName = "identitydomains.dev/approlegrant",
    fieldManager = WellKnownNames.FIELD_MANAGER)
public final class AppRoleGrantReconciler
    implements Reconciler<AppRoleGrant>, Cleaner<AppRoleGrant> {

  private final ResourceGraph graph;
  private final GrantReconciliation reconciliation;
  private final GrantCleanup cleanup;
  private final ReconcileLifecycle lifecycle;
  private final StatusReporter reporter;

  public AppRoleGrantReconciler(
      ResourceGraph graph,
      GrantReconciliation reconciliation,
      GrantCleanup cleanup,
      ReconcileLifecycle lifecycle,
      StatusReporter reporter) {
    this.graph = graph;
    this.reconciliation = reconciliation;
    this.cleanup = cleanup;
    this.lifecycle = lifecycle;
    this.reporter = reporter;
  }

  @Override
  public List<EventSource<?, AppRoleGrant>> prepareEventSources(
      EventSourceContext<AppRoleGrant> context) {
    return List.of(graph.joinGrants(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<AppRoleGrant> reconcile(AppRoleGrant grant, Context<AppRoleGrant> context) {
    return lifecycle.reconcile(grant, priority -> reconcile(grant, priority));
  }

  private ReconcileLifecycle.End reconcile(AppRoleGrant grant, Priority priority) {
    var progress = reconciliation.run(grant, priority);
    if (!(progress.outcome() instanceof Outcome.Unknown)) {
      report(grant, progress);
    }
    return new ReconcileLifecycle.End(progress.outcome(), Interval.RESYNC.duration());
  }

  @Override
  public DeleteControl cleanup(AppRoleGrant grant, Context<AppRoleGrant> context) {
    return lifecycle.remove(
        grant,
        priority -> cleanup.run(grant, priority),
        blocked -> report(grant, GrantResult.stopped(blocked)),
        () -> graph.grantDeleted(grant));
  }

  private void report(AppRoleGrant grant, GrantResult progress) {
    var before = grant.getStatus();
    var conditions =
        reporter.conditions(
            grant,
            Optional.ofNullable(before).map(AppRoleGrantStatus::conditions).orElse(null),
            progress.outcome());
    var status = progress.status(grant.getMetadata().getGeneration(), conditions, before);
    reporter.statuses().write(grant, status, AppRoleGrant::new);
  }
}
