package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.AppRoleGrantStatus;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.status.Outcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the reconciliation of an AppRoleGrant came.
 *
 * @param made the grant, when this run saw or made it
 */
record GrantResult(Outcome outcome, Optional<Made> made) {

  /**
   * The grant.
   *
   * @param domain {@code namespace/name} of its domain
   */
  record Made(String domain, String granteeId, String grantId) {}

  /** Nothing was done. */
  static GrantResult stopped(Outcome outcome) {
    return new GrantResult(outcome, Optional.empty());
  }

  /** The status; what this run did not learn stays as it was. */
  AppRoleGrantStatus status(
      long generation, List<StatusCondition> conditions, @Nullable AppRoleGrantStatus before) {
    if (made.isPresent()) {
      var now = made.get();
      return new AppRoleGrantStatus(
          generation, conditions, now.domain(), now.granteeId(), now.grantId());
    }
    return before == null
        ? new AppRoleGrantStatus(generation, conditions, null, null, null)
        : new AppRoleGrantStatus(
            generation, conditions, before.domain(), before.granteeId(), before.grantId());
  }
}
