package dev.identitydomains.operator.plan;

import org.jspecify.annotations.Nullable;

/**
 * The claim of a resource to its role.
 *
 * @param roleId id of the role that the operator has recorded for the resource; null for none
 * @param announced whether the operator has announced the creation of the role, and not recorded
 *     its id
 * @param mayAdopt whether the resource may adopt a role that it has not created
 */
public record RoleClaim(@Nullable String roleId, boolean announced, boolean mayAdopt) {

  /** Whether the operator has created or adopted the role for the resource. */
  public boolean isOf(ObservedRole role) {
    return announced || role.id().equals(roleId);
  }
}
