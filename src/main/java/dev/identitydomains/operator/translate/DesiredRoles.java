package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.api.v1alpha1.AppRoleSpec;
import dev.identitydomains.operator.api.v1alpha1.LocalRef;
import dev.identitydomains.operator.api.v1alpha1.RoleAudience;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.DesiredRole;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Turns an AppRole's spec into what the role shall be ({@code /admin/v1/AppRoles}). */
public final class DesiredRoles {

  private static final AppRoleSpec NOTHING_DECLARED =
      new AppRoleSpec(new LocalRef(""), null, null, null, null, null, null);

  private DesiredRoles() {}

  /**
   * The desired role.
   *
   * @param applicationId id of the App that defines it
   * @param name the AppRole's {@code metadata.name}
   */
  public static DesiredRole of(String applicationId, String name, AppRoleSpec spec) {
    return new DesiredRole(
        applicationId, displayName(name, spec), fixed(spec).declared(), changing(spec).declared());
  }

  /** Every attribute of an AppRole that specs may declare, with a value of its shape. */
  public static Map<String, AttributeValue> shapes() {
    var shapes = new HashMap<>(fixed(NOTHING_DECLARED).shapes());
    shapes.putAll(changing(NOTHING_DECLARED).shapes());
    return Map.copyOf(shapes);
  }

  private static WireAttributes fixed(AppRoleSpec spec) {
    var availableTo = Optional.ofNullable(spec.availableTo());
    return new WireAttributes()
        .flag("adminRole", Optional.ofNullable(spec.admin()))
        .flag("availableToClients", availableTo.map(to -> to.contains(RoleAudience.Clients)))
        .flag("availableToGroups", availableTo.map(to -> to.contains(RoleAudience.Groups)))
        .flag("availableToUsers", availableTo.map(to -> to.contains(RoleAudience.Users)));
  }

  private static WireAttributes changing(AppRoleSpec spec) {
    return new WireAttributes()
        .text("description", Optional.ofNullable(spec.description()))
        .flag("public", Optional.ofNullable(spec.isPublic()));
  }

  /** The role's name within its application. */
  public static String displayName(String name, AppRoleSpec spec) {
    return Optional.ofNullable(spec.displayName()).orElse(name);
  }
}
