package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reconcile.ReconcileSteps;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import java.util.Optional;

/** The steps of ClientApplications. */
final class ApplicationSteps implements ReconcileSteps<ClientApplication, ApplicationResult> {

  private final AppOwners owners;
  private final ApplicationReconciliation reconciliation;
  private final ApplicationCleanup cleanup;
  private final StatusReporter reporter;
  private final Wakeups wakeups;

  ApplicationSteps(
      AppOwners owners,
      ApplicationReconciliation reconciliation,
      ApplicationCleanup cleanup,
      StatusReporter reporter,
      Wakeups wakeups) {
    this.owners = owners;
    this.reconciliation = reconciliation;
    this.cleanup = cleanup;
    this.reporter = reporter;
    this.wakeups = wakeups;
  }

  @Override
  public ApplicationResult apply(ClientApplication app) {
    var result = reconciliation.run(app, identity(app));
    if (result.appId() != null) {
      var changed = result.changed() || References.isChanged(app);
      wakeups.applicationSynced(app, result.appId(), changed);
    } else {
      requeueUsersIfChanged(app);
    }
    return result;
  }

  @Override
  public Optional<ApplicationResult> withdraw(ClientApplication app) {
    requeueUsersIfChanged(app);
    return reconciliation.withdraw(app, identity(app));
  }

  /** The consent to its users may have changed, even if the App has not. */
  private void requeueUsersIfChanged(ClientApplication app) {
    if (References.isChanged(app)) {
      wakeups.applicationEdited(app);
    }
  }

  @Override
  public Optional<ApplicationResult> cleanup(ClientApplication app) {
    var blocked = cleanup.run(app, identity(app));
    if (blocked.isEmpty()) {
      wakeups.applicationDeleted(app);
      reconciliation.forget(app);
    }
    return blocked.map(outcome -> ApplicationResult.stopped(app, outcome));
  }

  private ApplicationIdentity identity(ClientApplication app) {
    return new ApplicationIdentity(owners.tag(app), app.getMetadata().getUid());
  }

  @Override
  public ApplicationResult stopped(ClientApplication app, Outcome outcome) {
    return ApplicationResult.stopped(app, outcome);
  }

  @Override
  public void report(ClientApplication app, ApplicationResult result) {
    var before = ApplicationResult.before(app);
    var conditions = reporter.conditions(app, before.conditions(), result.outcome());
    var syncTime = reporter.syncTime(before.lastSyncTime(), result.outcome(), result.changed());
    var generation = reporter.observedGeneration(app, result.outcome());
    reporter.write(
        app, result.status().withReport(generation, conditions, syncTime), ClientApplication::new);
  }
}
