package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import dev.identitydomains.operator.controller.reconcile.ReconcileLifecycle;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.sync.SyncResult;
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

/** Keeps a role of an App as its AppRole says. */
@ControllerConfiguration(
    name = "approle",
    finalizerName = "identitydomains.dev/approle",
    fieldManager = WellKnownNames.FIELD_MANAGER)
public final class AppRoleReconciler implements Reconciler<AppRole>, Cleaner<AppRole> {

  private final ResourceGraph graph;
  private final RoleReconciliation reconciliation;
  private final RoleCleanup cleanup;
  private final ReconcileLifecycle lifecycle;
  private final StatusReporter reporter;

  public AppRoleReconciler(
      ResourceGraph graph,
      RoleReconciliation reconciliation,
      RoleCleanup cleanup,
      ReconcileLifecycle lifecycle,
      StatusReporter reporter) {
    this.graph = graph;
    this.reconciliation = reconciliation;
    this.cleanup = cleanup;
    this.lifecycle = lifecycle;
    this.reporter = reporter;
  }

  @Override
  public List<EventSource<?, AppRole>> prepareEventSources(EventSourceContext<AppRole> context) {
    return List.of(graph.joinRoles(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<AppRole> reconcile(AppRole role, Context<AppRole> context) {
    return lifecycle.reconcile(role, priority -> reconcile(role, priority));
  }

  private ReconcileLifecycle.End reconcile(AppRole role, Priority priority) {
    var progress = reconciliation.run(role, priority);
    if (!(progress.outcome() instanceof Outcome.Unknown)) {
      report(role, progress);
    }
    return new ReconcileLifecycle.End(progress.outcome(), Interval.RESYNC.duration());
  }

  @Override
  public DeleteControl cleanup(AppRole role, Context<AppRole> context) {
    return lifecycle.remove(
        role,
        priority -> cleanup.run(role, priority),
        blocked -> report(role, RoleResult.stopped(blocked)),
        () -> graph.roleChanged(role));
  }

  private void report(AppRole role, RoleResult progress) {
    var before = Optional.ofNullable(role.getStatus());
    var status =
        new AppRoleStatus(
            role.getMetadata().getGeneration(),
            reporter.conditions(
                role, before.map(AppRoleStatus::conditions).orElse(null), progress.outcome()),
            progress
                .made()
                .map(_ -> role.getSpec().applicationRef().name())
                .or(() -> before.map(AppRoleStatus::application))
                .orElse(null),
            progress
                .made()
                .map(SyncResult.AppRole::roleId)
                .or(() -> before.map(AppRoleStatus::roleId))
                .orElse(null),
            progress
                .made()
                .map(SyncResult.AppRole::uniqueName)
                .or(() -> before.map(AppRoleStatus::uniqueName))
                .orElse(null));
    reporter.statuses().write(role, status, AppRole::new);
    if (!before.map(AppRoleStatus::roleId).equals(Optional.ofNullable(status.roleId()))) {
      graph.roleChanged(role);
    }
  }
}
