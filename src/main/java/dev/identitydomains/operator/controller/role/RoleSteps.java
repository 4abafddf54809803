package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import dev.identitydomains.operator.controller.reconcile.ReconcileSteps;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.status.Outcome;
import java.util.Objects;
import java.util.Optional;

/** The steps of AppRoles. */
final class RoleSteps implements ReconcileSteps<AppRole, RoleResult> {

  private final RoleReconciliation reconciliation;
  private final RoleCleanup cleanup;
  private final StatusReporter reporter;
  private final Wakeups wakeups;

  RoleSteps(
      RoleReconciliation reconciliation,
      RoleCleanup cleanup,
      StatusReporter reporter,
      Wakeups wakeups) {
    this.reconciliation = reconciliation;
    this.cleanup = cleanup;
    this.reporter = reporter;
    this.wakeups = wakeups;
  }

  @Override
  public RoleResult apply(AppRole role) {
    return reconciliation.run(role);
  }

  @Override
  public Optional<RoleResult> cleanup(AppRole role) {
    var blocked = cleanup.run(role);
    if (blocked.isEmpty()) {
      wakeups.roleChanged(role);
    }
    return blocked.map(RoleResult::stopped);
  }

  @Override
  public RoleResult stopped(AppRole role, Outcome outcome) {
    return RoleResult.stopped(outcome);
  }

  @Override
  public void report(AppRole role, RoleResult result) {
    var before = Optional.ofNullable(role.getStatus());
    var conditions =
        reporter.conditions(
            role, before.map(AppRoleStatus::conditions).orElse(null), result.outcome());
    var generation = reporter.observedGeneration(role, result.outcome());
    var status = result.status(role, generation, conditions);
    reporter.write(role, status, AppRole::new);
    if (!Objects.equals(before.map(AppRoleStatus::roleId).orElse(null), status.roleId())) {
      wakeups.roleChanged(role);
    }
  }
}
