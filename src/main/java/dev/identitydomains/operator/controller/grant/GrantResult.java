package dev.identitydomains.operator.controller.grant;

import dev.identitydomains.operator.api.v1alpha1.GrantRecord;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import dev.identitydomains.operator.api.v1alpha1.GrantStatus;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.controller.reconcile.ReconcileResult;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of the reconciliation of a grant.
 *
 * @param found the grant in the domain; null when this run did not reach it
 */
record GrantResult(Outcome outcome, @Nullable Found found) implements ReconcileResult {

  /**
   * The grant in the domain.
   *
   * @param domain {@code namespace/name} of the domain
   * @param granteeId id of the grantee; null without a grant
   * @param grantId id of the grant; null without a grant
   * @param records the signed records of the grants that the resource created or adopted
   */
  record Found(
      String domain,
      @Nullable String granteeId,
      @Nullable String grantId,
      List<GrantRecord> records) {}

  static GrantResult stopped(Outcome outcome) {
    return new GrantResult(outcome, null);
  }

  @Override
  public Duration interval() {
    return Interval.RESYNC.duration();
  }

  /** The next status; it keeps the facts that this run did not determine. */
  GrantStatus status(GrantResource grant, long generation, List<StatusCondition> conditions) {
    var before = grant.getStatus();
    if (found != null) {
      return new GrantStatus(
          generation,
          conditions,
          found.domain(),
          found.granteeId(),
          found.grantId(),
          found.records().isEmpty() ? null : found.records());
    }
    return before == null
        ? new GrantStatus(generation, conditions, null, null, null, null)
        : new GrantStatus(
            generation,
            conditions,
            before.domain(),
            before.granteeId(),
            before.grantId(),
            before.grants());
  }
}
