package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.GrantedRole;
import dev.identitydomains.operator.controller.application.ApplicationWithdrawal.Loser;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.policy.Permissions;
import dev.identitydomains.operator.policy.PolicyCheck;
import dev.identitydomains.operator.policy.Violation;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import java.util.Optional;

/**
 * Admits an application to its domain, or withdraws what it got while its namespace was allowed and
 * its spec was permitted.
 */
final class ApplicationAdmission {

  /** The answer to an application. */
  sealed interface Admission {}

  /** The domain admits the application and permits all of its spec. */
  record Admitted(ApplicationContext run) implements Admission {}

  /**
   * The run ends here.
   *
   * @param withdrawn whether the domain exists and does not permit what the application asks for
   */
  record Refused(ApplicationResult result, boolean withdrawn) implements Admission {}

  private static final Outcome REVOKING =
      new Outcome.Retrying(
          Reason.NamespaceNotAllowed,
          "The operator revokes roles whose ClientApplications do not allow this namespace to use them any more.",
          Interval.FIRST_RETRY.duration());

  private final DomainAccess access;
  private final ApplicationWithdrawal withdrawal;

  ApplicationAdmission(DomainAccess access, ApplicationWithdrawal withdrawal) {
    this.access = access;
    this.withdrawal = withdrawal;
  }

  Admission of(ClientApplication app, ApplicationIdentity identity) {
    return switch (access.of(References.domainOf(app), app)) {
      case DomainAccess.Denied denied when !denied.withdrawn() ->
          new Refused(ApplicationResult.stopped(app, denied.outcome()), false);
      case DomainAccess.Denied denied ->
          new Refused(withdrawal.ofAdmission(new Loser(app, identity, denied.outcome())), true);
      case DomainAccess.Granted granted -> permit(app, identity, granted);
    };
  }

  private Admission permit(
      ClientApplication app, ApplicationIdentity identity, DomainAccess.Granted granted) {
    var known = granted.permissions();
    if (violation(app, identity, known).isEmpty() && revocable(app, known).isEmpty()) {
      return new Admitted(new ApplicationContext(app, identity, granted));
    }
    var domain = References.domainOf(app);
    var current = access.currentPermissions(domain, app.getMetadata().getNamespace());
    return violation(app, identity, current)
        .map(violation -> DomainAccess.notPermitted(domain, violation))
        .or(() -> revocable(app, current).map(role -> revoking(domain, role)))
        .<Admission>map(outcome ->
            new Refused(withdrawal.ofPermission(new Loser(app, identity, outcome), current), true))
        .orElseGet(
            () -> new Admitted(new ApplicationContext(app, identity, granted.with(current))));
  }

  /**
   * Withdraws what other applications do not let an application use any more, if the operator does
   * not reconcile its App.
   *
   * @return empty when there is nothing to withdraw
   */
  Optional<ApplicationResult> withdrawConsent(
      ApplicationContext run, ApplicationReferences.Resolved resolved) {
    return withdrawal.ofConsent(run, resolved.scopes());
  }

  /**
   * Withdraws roles of other applications that the spec leaves out: no plan revokes them.
   *
   * @return empty when there is nothing to withdraw
   */
  Optional<ApplicationResult> withdrawLeftOut(ApplicationContext run) {
    return run.app().getSpec().appRoles() == null
        ? withdrawal.ofRoles(run, REVOKING)
        : Optional.empty();
  }

  private static Optional<Violation> violation(
      ClientApplication app, ApplicationIdentity identity, Permissions permissions) {
    var clientId = DesiredApplications.clientId(identity, app.getSpec());
    return PolicyCheck.violation(app.getSpec(), clientId, permissions);
  }

  /** A granted role that is not permitted any more, and that the spec may have left out. */
  private static Optional<String> revocable(ClientApplication app, Permissions permissions) {
    return GrantedRoles.recorded(app, role -> !PolicyCheck.permitsAppRole(role, permissions))
        .map(GrantedRole::role)
        .findFirst();
  }

  private static Outcome revoking(String domain, String role) {
    return new Outcome.Retrying(
        Reason.NotPermitted,
        "The operator revokes the role %s, which the policies of IdentityDomain %s do not permit any more."
            .formatted(role, domain),
        Interval.FIRST_RETRY.duration());
  }
}
