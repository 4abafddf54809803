package dev.identitydomains.operator.controller.role;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import dev.identitydomains.operator.api.v1alpha1.ObjectAdoptionPolicy;
import dev.identitydomains.operator.plan.DesiredRole;
import dev.identitydomains.operator.plan.RoleClaim;
import dev.identitydomains.operator.translate.DesiredRoles;

/**
 * The record in a status of the role that the operator has created or adopted. A role has no owner
 * tag. A forged record can only concern the roles of an App that belongs to the same namespace.
 */
final class RoleRecord {

  private static final AppRoleStatus NONE = new AppRoleStatus(null, null, null, null, null, null);

  private RoleRecord() {}

  private static AppRoleStatus status(AppRole role) {
    return role.getStatus() == null ? NONE : role.getStatus();
  }

  /**
   * The claim of an AppRole with a valid spec.
   *
   * @param inherits whether a role that the App has already was left to the AppRole by another
   *     cluster
   */
  static RoleClaim claim(AppRole role, boolean inherits) {
    var status = status(role);
    return new RoleClaim(
        status.roleId(),
        status.roleId() == null && (inherits || status.uniqueName() != null),
        role.getSpec().adoptionPolicy() == ObjectAdoptionPolicy.ByName);
  }

  /** The status that announces the creation of a role, before the domain gets it. */
  static AppRoleStatus announcement(AppRole role, String application, String uniqueName) {
    var before = status(role);
    return new AppRoleStatus(
        before.observedGeneration(), before.conditions(), application, null, uniqueName, null);
  }

  static boolean isAdopted(AppRole role) {
    return Boolean.TRUE.equals(status(role).adopted());
  }

  /** Whether the deletion of the AppRole may delete its role. */
  static boolean isDeletable(AppRole role) {
    return role.getSpec() != null
        && status(role).uniqueName() != null
        && (role.getSpec().deletionPolicy() == DeletionPolicy.Delete || !isAdopted(role));
  }

  /** The name that the role was created with; the spec may have another one. */
  static String displayName(AppRole role) {
    var unique = status(role).uniqueName();
    return unique == null
        ? DesiredRoles.displayName(role.getMetadata().getName(), role.getSpec())
        : DesiredRole.displayNameIn(unique);
  }
}
