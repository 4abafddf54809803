package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.api.v1alpha1.AppRoleSpec;
import dev.identitydomains.operator.plan.DesiredRole;
import java.util.Optional;

/** Turns an AppRole's spec into what the role shall be ({@code /admin/v1/AppRoles}). */
public final class DesiredRoles {

  private DesiredRoles() {}

  /**
   * The desired role.
   *
   * @param applicationId id of the App that defines it
   * @param name the AppRole's {@code metadata.name}
   */
  public static DesiredRole of(String applicationId, String name, AppRoleSpec spec) {
    var fixed = new WireAttributes().flag("adminRole", spec.admin());
    var availableTo = spec.availableTo();
    if (availableTo != null) {
      fixed
          .flag("availableToClients", availableTo.contains("Clients"))
          .flag("availableToGroups", availableTo.contains("Groups"))
          .flag("availableToUsers", availableTo.contains("Users"));
    }
    var changing =
        new WireAttributes()
            .text("description", spec.description())
            .flag("public", spec.isPublic());
    return new DesiredRole(
        applicationId, displayName(name, spec), fixed.declared(), changing.declared());
  }

  /** The role's name within its application. */
  public static String displayName(String name, AppRoleSpec spec) {
    return Optional.ofNullable(spec.displayName()).orElse(name);
  }
}
