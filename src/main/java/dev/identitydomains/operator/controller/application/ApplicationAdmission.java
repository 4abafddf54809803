package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.application.ApplicationWithdrawal.Loser;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.policy.PolicyCheck;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;

/**
 * Admits an application to its domain, or withdraws what it got while its namespace was allowed and
 * its spec was permitted.
 */
final class ApplicationAdmission {

  /** The answer to an application. */
  sealed interface Admission {}

  /** The domain admits the application and permits all of its spec. */
  record Admitted(ApplicationContext run) implements Admission {}

  /** The run ends here. */
  record Refused(ApplicationResult result) implements Admission {}

  private final DomainAccess access;
  private final ApplicationWithdrawal withdrawal;

  ApplicationAdmission(DomainAccess access, ApplicationWithdrawal withdrawal) {
    this.access = access;
    this.withdrawal = withdrawal;
  }

  Admission of(ClientApplication app, ApplicationIdentity identity, Priority priority) {
    return switch (access.of(References.domainOf(app), app)) {
      case DomainAccess.Denied denied when !denied.withdrawn() ->
          new Refused(ApplicationResult.stopped(app, denied.outcome()));
      case DomainAccess.Denied denied ->
          new Refused(withdrawal.ofAdmission(new Loser(app, identity, denied.outcome(), priority)));
      case DomainAccess.Granted granted ->
          permit(new ApplicationContext(app, identity, granted, priority));
    };
  }

  private Admission permit(ApplicationContext run) {
    var app = run.app();
    var clientId = DesiredApplications.clientId(run.identity(), app.getSpec());
    var violation = PolicyCheck.violation(app.getSpec(), clientId, run.permissions());
    if (violation.isEmpty()) {
      return new Admitted(run);
    }
    var outcome = DomainAccess.notPermitted(References.domainOf(app), violation.get());
    var loser = new Loser(app, run.identity(), outcome, run.priority());
    return new Refused(withdrawal.ofPermission(loser, run.permissions()));
  }
}
