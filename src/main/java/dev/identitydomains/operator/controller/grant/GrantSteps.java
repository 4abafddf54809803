package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.controller.reconcile.ReconcileSteps;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.status.Outcome;
import java.util.Optional;

/** The steps of AppRoleGrants. */
final class GrantSteps implements ReconcileSteps<AppRoleGrant, GrantResult> {

  private final GrantReconciliation reconciliation;
  private final GrantCleanup cleanup;
  private final GrantConflicts conflicts;
  private final StatusReporter reporter;
  private final Wakeups wakeups;

  GrantSteps(
      GrantReconciliation reconciliation,
      GrantCleanup cleanup,
      GrantConflicts conflicts,
      StatusReporter reporter,
      Wakeups wakeups) {
    this.reconciliation = reconciliation;
    this.cleanup = cleanup;
    this.conflicts = conflicts;
    this.reporter = reporter;
    this.wakeups = wakeups;
  }

  @Override
  public GrantResult apply(AppRoleGrant grant) {
    return reconciliation.run(grant);
  }

  @Override
  public Optional<GrantResult> withdraw(AppRoleGrant grant) {
    return reconciliation.withdraw(grant);
  }

  @Override
  public Optional<GrantResult> cleanup(AppRoleGrant grant) {
    var claimed = conflicts.isClaim(grant);
    var blocked = cleanup.run(grant);
    if (blocked.isEmpty()) {
      wakeups.grantDeleted(grant, claimed);
    }
    return blocked.map(GrantResult::stopped);
  }

  @Override
  public GrantResult stopped(AppRoleGrant grant, Outcome outcome) {
    return GrantResult.stopped(outcome);
  }

  @Override
  public void report(AppRoleGrant grant, GrantResult result) {
    var before = grant.getStatus() == null ? null : grant.getStatus().conditions();
    var conditions = reporter.conditions(grant, before, result.outcome());
    var generation = reporter.observedGeneration(grant, result.outcome());
    reporter.write(grant, result.status(grant, generation, conditions), AppRoleGrant::new);
  }
}
