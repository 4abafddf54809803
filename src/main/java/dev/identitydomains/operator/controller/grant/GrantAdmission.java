package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reconcile.ImmutableFields;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.translate.SpecCheck;

/**
 * Admits a grant to its domain, or revokes what it got while the application consented, its
 * namespace was allowed and its spec was permitted.
 */
final class GrantAdmission {

  /** The answer to a grant. */
  sealed interface Admission {}

  /**
   * The resource may have its grant.
   *
   * @param inherits whether another cluster has left its grants to this one
   */
  record Admitted(DomainConnection connection, boolean inherits) implements Admission {}

  /**
   * The run ends here.
   *
   * @param withdrawn whether the resource may not have its grant any more
   */
  record Refused(GrantResult result, boolean withdrawn) implements Admission {}

  private final RoleReferences roles;
  private final DomainAccess access;
  private final GrantEntitlement entitlement;
  private final GrantConflicts conflicts;
  private final GrantWithdrawal withdrawal;

  GrantAdmission(
      RoleReferences roles,
      DomainAccess access,
      GrantEntitlement entitlement,
      GrantConflicts conflicts,
      GrantWithdrawal withdrawal) {
    this.roles = roles;
    this.access = access;
    this.entitlement = entitlement;
    this.conflicts = conflicts;
    this.withdrawal = withdrawal;
  }

  Admission of(GrantResource grant, String domain) {
    var problems = SpecCheck.problems(grant);
    if (!problems.isEmpty()) {
      return stopped(FailureOutcomes.invalidSpec(problems));
    }
    var denied = roles.denied(grant);
    if (denied.isPresent()) {
      return roles.isWithdrawn(grant) ? withdrawn(grant, denied.get()) : stopped(denied.get());
    }
    return domain.isEmpty() ? stopped(waiting(grant)) : access(grant, domain);
  }

  private Admission access(GrantResource grant, String domain) {
    return switch (access.of(domain, grant)) {
      case DomainAccess.Denied denied when !denied.withdrawn() ->
          stopped(ImmutableFields.changed(grant, domain).orElse(denied.outcome()));
      case DomainAccess.Denied denied -> withdrawn(grant, denied.outcome());
      case DomainAccess.Granted granted ->
          entitlement
              .refusal(grant, domain)
              .map(outcome -> withdrawn(grant, outcome))
              .or(() -> ImmutableFields.changed(grant, domain).map(GrantAdmission::stopped))
              .or(() ->
                  conflicts
                      .olderClaim(grant)
                      .map(older -> stopped(GrantConflicts.conflict(grant, older, domain))))
              .orElseGet(() ->
                  new Admitted(granted.domain().connection(), !granted.predecessors().isEmpty()));
    };
  }

  private Admission withdrawn(GrantResource grant, Outcome outcome) {
    return new Refused(withdrawal.run(grant, outcome), true);
  }

  private static Admission stopped(Outcome outcome) {
    return new Refused(GrantResult.stopped(outcome), false);
  }

  private static Outcome waiting(GrantResource grant) {
    return new Outcome.WaitingForDependency(
        Reason.DependencyNotReady,
        "ClientApplication %s does not exist. Create it."
            .formatted(References.definerFor(grant).orElse("")));
  }
}
