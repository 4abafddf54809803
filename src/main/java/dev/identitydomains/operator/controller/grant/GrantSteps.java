package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.controller.reconcile.ControllerServices;
import dev.identitydomains.operator.controller.reconcile.ReconcileSteps;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.ReferencedApps;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.status.Outcome;
import java.util.Optional;

/** The steps of AppRoleGrants and AppAssignments. */
final class GrantSteps implements ReconcileSteps<GrantResource, GrantResult> {

  private final GrantReconciliation reconciliation;
  private final GrantCleanup cleanup;
  private final GrantConflicts conflicts;
  private final StatusReporter reporter;
  private final GrantStatuses statuses;
  private final Wakeups wakeups;

  private GrantSteps(
      GrantReconciliation reconciliation,
      GrantCleanup cleanup,
      GrantConflicts conflicts,
      StatusReporter reporter,
      GrantStatuses statuses,
      Wakeups wakeups) {
    this.reconciliation = reconciliation;
    this.cleanup = cleanup;
    this.conflicts = conflicts;
    this.reporter = reporter;
    this.statuses = statuses;
    this.wakeups = wakeups;
  }

  static GrantSteps of(ControllerServices services) {
    var graph = services.graph();
    var access = services.access();
    var apps = new ReferencedApps(graph, services.owners());
    var roles = new RoleReferences(services.consumers(), apps);
    var records = services.grantRecords();
    var entitlement = new GrantEntitlement(graph, roles, access);
    var conflicts = new GrantConflicts(graph, entitlement, records);
    var revocation = new GrantRevocation(access, records);
    var withdrawal = new GrantWithdrawal(graph, revocation, records, services.events());
    var admission = new GrantAdmission(roles, access, entitlement, conflicts, withdrawal);
    var reporter = services.reporter();
    var statuses = new GrantStatuses(reporter);
    return new GrantSteps(
        new GrantReconciliation(
            graph, new Entitlements(roles, apps), admission, records, statuses, services.events()),
        new GrantCleanup(services.deletionPolicies(), revocation, services.events()),
        conflicts,
        reporter,
        statuses,
        services.wakeups());
  }

  @Override
  public GrantResult apply(GrantResource grant) {
    return reconciliation.run(grant);
  }

  @Override
  public Optional<GrantResult> withdraw(GrantResource grant) {
    return reconciliation.withdraw(grant);
  }

  @Override
  public Optional<GrantResult> cleanup(GrantResource grant) {
    var claimed = conflicts.isClaim(grant);
    var blocked = cleanup.run(grant);
    if (blocked.isEmpty()) {
      wakeups.grantDeleted(grant, claimed);
    }
    return blocked.map(GrantResult::stopped);
  }

  @Override
  public GrantResult stopped(GrantResource grant, Outcome outcome) {
    return GrantResult.stopped(outcome);
  }

  @Override
  public void report(GrantResource grant, GrantResult result) {
    var before = grant.getStatus() == null ? null : grant.getStatus().conditions();
    var conditions = reporter.conditions(grant, before, result.outcome());
    var generation = reporter.observedGeneration(grant, result.outcome());
    statuses.write(grant, result.status(grant, generation, conditions));
  }
}
