package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.GrantedRole;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.plan.DesiredGrants;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The grants that the operator created for a ClientApplication. Grants have no owner tag: the
 * status lists the ids of these grants.
 */
final class GrantedRoles {

  private GrantedRoles() {}

  /** The ids in the status of the grants of some roles; the spec may not name them any more. */
  static Set<String> ids(ClientApplication app, Predicate<AppRoleRef> isSelected) {
    return grantIds(recorded(app, isSelected).toList());
  }

  /** The granted roles in the status. */
  static Stream<GrantedRole> recorded(ClientApplication app, Predicate<AppRoleRef> isSelected) {
    return before(app).stream()
        .filter(role -> role.grantId() != null && isSelected.test(References.ref(app, role)));
  }

  /** The desired grants of the App. */
  static DesiredGrants desired(
      ClientApplication app, RoleReferences.Resolved resolved, boolean exact) {
    return new DesiredGrants(
        resolved.roles(), grantIds(before(app)), grantIds(awaited(app, resolved)), exact);
  }

  /** The grants in the status whose role is missing now: they stay in the domain and the status. */
  private static List<GrantedRole> awaited(
      ClientApplication app, RoleReferences.Resolved resolved) {
    var missing =
        resolved.missing().keySet().stream()
            .map(ref -> entry(app, ref, null))
            .collect(Collectors.toSet());
    return before(app).stream().filter(role -> missing.contains(withoutGrant(role))).toList();
  }

  /** The sorted entries for the status; unchanged when the spec has no list of roles. */
  static @Nullable List<GrantedRole> entries(
      ClientApplication app, RoleReferences.Resolved resolved, Map<String, Role> grants) {
    if (app.getSpec().appRoles() == null) {
      return app.getStatus() == null ? null : app.getStatus().appRoles();
    }
    var found =
        grants.entrySet().stream()
            .flatMap(grant ->
                Optional.ofNullable(resolved.found().get(grant.getValue()))
                    .map(ref -> entry(app, ref, grant.getKey()))
                    .stream());
    var kept =
        awaited(app, resolved).stream()
            .filter(role -> role.grantId() != null && grants.containsKey(role.grantId()));
    return Stream.concat(found, kept).sorted(Comparator.comparing(GrantedRole::toString)).toList();
  }

  /** The warning about roles that other writers granted; empty for none. */
  static String foreign(
      List<GrantedRole> own, Map<String, Role> grants, Function<Role, Optional<RoleName>> names) {
    var ownIds = grantIds(own);
    var roles =
        grants.entrySet().stream()
            .filter(grant -> !ownIds.contains(grant.getKey()))
            .map(Map.Entry::getValue)
            .map(role -> names.apply(role).map(RoleName::displayName).orElse(role.id()))
            .sorted()
            .toList();
    return roles.isEmpty()
        ? ""
        : "Other writers granted these roles to the App: %s. Set spec.appRolePolicy to Exact to revoke them."
            .formatted(String.join(", ", roles));
  }

  private static List<GrantedRole> before(ClientApplication app) {
    return Optional.ofNullable(app.getStatus())
        .map(ClientApplicationStatus::appRoles)
        .orElse(List.of());
  }

  private static Set<String> grantIds(List<GrantedRole> roles) {
    return roles.stream()
        .map(GrantedRole::grantId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static GrantedRole entry(
      ClientApplication app, AppRoleRef ref, @Nullable String grantId) {
    var own = app.getMetadata().getNamespace() + "/";
    var application =
        References.definerOf(app, ref)
            .map(key -> key.startsWith(own) ? key.substring(own.length()) : key)
            .orElse(null);
    return new GrantedRole(ref.role(), application, grantId);
  }

  private static GrantedRole withoutGrant(GrantedRole role) {
    return new GrantedRole(role.role(), role.application(), null);
  }
}
