package dev.identitydomains.operator.translate;

import static dev.identitydomains.operator.translate.WireAttribute.flag;
import static dev.identitydomains.operator.translate.WireAttribute.text;

import dev.identitydomains.operator.api.v1alpha1.AppRoleSpec;
import dev.identitydomains.operator.api.v1alpha1.RoleAudience;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.DesiredRole;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Translates the spec of an AppRole into the desired role ({@code /admin/v1/AppRoles}). */
public final class DesiredRoles {

  /** The attributes that are immutable in the service: YAML field, wire name, value. */
  static final AttributeTable<AppRoleSpec> FIXED =
      AttributeTable.of(
          flag("admin", "adminRole", AppRoleSpec::admin),
          audience(RoleAudience.Clients),
          audience(RoleAudience.Groups),
          audience(RoleAudience.Users));

  /** The mutable attributes: YAML field, wire name, value. */
  static final AttributeTable<AppRoleSpec> CHANGEABLE =
      AttributeTable.of(
          text("description", "description", AppRoleSpec::description),
          flag("public", "public", AppRoleSpec::isPublic));

  private DesiredRoles() {}

  /**
   * The desired role.
   *
   * @param applicationId id of the App that defines it
   * @param name the AppRole's {@code metadata.name}
   */
  public static DesiredRole of(String applicationId, String name, AppRoleSpec spec) {
    return new DesiredRole(
        applicationId, displayName(name, spec), FIXED.declared(spec), CHANGEABLE.declared(spec));
  }

  /** A value of the shape of each attribute that a spec may declare, by wire name. */
  public static Map<String, AttributeValue> shapes() {
    var shapes = new LinkedHashMap<>(FIXED.shapes());
    shapes.putAll(CHANGEABLE.shapes());
    return shapes;
  }

  /** Wire name of the flag that lets grantees of this type have a role. */
  public static String flagOf(RoleAudience audience) {
    return "availableTo" + audience;
  }

  private static WireAttribute<AppRoleSpec> audience(RoleAudience audience) {
    return flag("availableTo", flagOf(audience), spec -> isFor(spec, audience));
  }

  private static @Nullable Boolean isFor(AppRoleSpec spec, RoleAudience audience) {
    return spec.availableTo() == null ? null : spec.availableTo().contains(audience);
  }

  /** The role's name within its application. */
  public static String displayName(String name, AppRoleSpec spec) {
    return Objects.requireNonNullElse(spec.displayName(), name);
  }
}
