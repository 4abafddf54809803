package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.DeletionPolicies;
import dev.identitydomains.operator.controller.reference.GrantRecords;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import java.util.List;
import java.util.Optional;

/** Revokes the grant of a deleted resource. */
final class GrantCleanup {

  private final DeletionPolicies policies;
  private final GrantRevocation revocation;
  private final EventRecorder events;

  GrantCleanup(DeletionPolicies policies, GrantRevocation revocation, EventRecorder events) {
    this.policies = policies;
    this.revocation = revocation;
    this.events = events;
  }

  /** Revokes the grant; returns the obstacle, or empty when the finalizer may be removed. */
  Optional<Outcome> run(GrantResource grant) {
    var policy = grant.getSpec() == null ? null : grant.getSpec().deletionPolicy();
    if (grant.getSpec() == null || policies.retains(policy, GrantRecords.domain(grant))) {
      return Optional.empty();
    }
    try {
      var revoked =
          revocation.run(
              grant,
              domain -> policy == DeletionPolicy.Delete && domain.permissions().permitsAdoption());
      revoked
          .orElse(List.of())
          .forEach(id -> events.normal(grant, Event.Deleted, "Grant %s revoked.".formatted(id)));
      return revoked.isPresent() ? Optional.empty() : Optional.of(unreachable(grant));
    } catch (CallException | TokenFailure e) {
      return Optional.of(FailureOutcomes.blocked(e));
    }
  }

  private static Outcome unreachable(GrantResource grant) {
    return new Outcome.WaitingForDependency(
        Reason.DeletionBlocked,
        "The operator cannot revoke the grant: IdentityDomain %s is missing or not connected. Restore the IdentityDomain, or set spec.deletionPolicy to Retain."
            .formatted(GrantRecords.domain(grant)));
  }
}
