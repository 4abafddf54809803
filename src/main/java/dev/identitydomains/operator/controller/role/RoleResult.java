package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.controller.reconcile.ReconcileResult;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of the reconciliation of an AppRole.
 *
 * @param found the role in the domain; null when this run did not reach it
 */
record RoleResult(Outcome outcome, @Nullable Found found) implements ReconcileResult {

  /**
   * The role in the domain.
   *
   * @param application name of the ClientApplication whose App has it
   * @param adopted whether the role existed before its resource
   */
  record Found(String application, String roleId, String uniqueName, boolean adopted) {}

  static RoleResult stopped(Outcome outcome) {
    return new RoleResult(outcome, null);
  }

  @Override
  public Duration interval() {
    return Interval.RESYNC.duration();
  }

  /** The next status; it keeps the facts that this run did not determine. */
  AppRoleStatus status(AppRole role, long generation, List<StatusCondition> conditions) {
    var before = role.getStatus();
    if (found != null) {
      return new AppRoleStatus(
          generation,
          conditions,
          found.application(),
          found.roleId(),
          found.uniqueName(),
          found.adopted() ? true : null);
    }
    return before == null
        ? new AppRoleStatus(generation, conditions, null, null, null, null)
        : new AppRoleStatus(
            generation,
            conditions,
            before.application(),
            before.roleId(),
            before.uniqueName(),
            before.adopted());
  }
}
