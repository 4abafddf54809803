package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.GrantedRole;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.DesiredGrants;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.text.ForeignText;
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
 * status lists their ids, and before their creation their roles, for a reply may be lost.
 */
final class GrantedRoles {

  /** Those that a warning names; the domain may have thousands. */
  private static final int MOST_NAMES = 20;

  private GrantedRoles() {}

  /** The ids in the status of the grants of some roles; the spec may not name them any more. */
  static Set<String> ids(ClientApplication app, Predicate<AppRoleRef> isSelected) {
    return grantIds(recorded(app, isSelected).toList());
  }

  /** The ids of some roles that the operator may have granted without learning the grant's id. */
  static Set<String> announced(ClientApplication app, Predicate<AppRoleRef> isSelected) {
    return announced(recorded(app, isSelected));
  }

  /** The granted and announced roles in the status. */
  static Stream<GrantedRole> recorded(ClientApplication app, Predicate<AppRoleRef> isSelected) {
    return before(app).stream().filter(role -> isSelected.test(References.ref(app, role)));
  }

  /** The entries for the status before these changes: each role to grant is announced. */
  static List<GrantedRole> announce(
      ClientApplication app, RoleReferences.Resolved resolved, List<AppChange> changes) {
    var announced =
        changes.stream()
            .flatMap(change ->
                change instanceof AppChange.GrantRole(var role)
                    ? Stream.ofNullable(resolved.found().get(role))
                        .map(ref -> entry(app, ref, role.id(), null))
                    : Stream.empty())
            .toList();
    var others =
        before(app).stream()
            .filter(role -> announced.stream().noneMatch(a -> isOfSameRole(a, role)));
    return sorted(Stream.concat(others, announced.stream()));
  }

  /** The desired grants of the App. */
  static DesiredGrants desired(
      ClientApplication app, RoleReferences.Resolved resolved, boolean exact) {
    var awaited = awaited(app, resolved);
    var announced = before(app).stream().filter(role -> !awaited.contains(role));
    return new DesiredGrants(
        resolved.roles(), grantIds(before(app)), announced(announced), grantIds(awaited), exact);
  }

  /** The grants in the status whose role is missing now: they stay in the domain and the status. */
  private static List<GrantedRole> awaited(
      ClientApplication app, RoleReferences.Resolved resolved) {
    var missing = resolved.absent().stream().map(ref -> entry(app, ref, null, null)).toList();
    return before(app).stream()
        .filter(role -> missing.stream().anyMatch(ref -> isSameRole(ref, role)))
        .toList();
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
                    .map(ref -> entry(app, ref, grant.getValue().id(), grant.getKey()))
                    .stream());
    return sorted(Stream.concat(found, present(awaited(app, resolved), grants)));
  }

  /** The entries whose grants the App still has. */
  static Stream<GrantedRole> present(List<GrantedRole> roles, Map<String, Role> grants) {
    var ids = grants.values().stream().map(Role::id).collect(Collectors.toSet());
    return roles.stream()
        .filter(role ->
            role.grantId() == null
                ? ids.contains(role.roleId())
                : grants.containsKey(role.grantId()));
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
            .map(ForeignText::of)
            .distinct()
            .sorted()
            .toList();
    if (roles.isEmpty()) {
      return "";
    }
    var rest = roles.size() - MOST_NAMES;
    return "Other writers granted these roles to the App: %s%s. Set spec.appRolePolicy to Exact to revoke them."
        .formatted(
            String.join(", ", roles.subList(0, Math.min(roles.size(), MOST_NAMES))),
            rest > 0 ? " and %d more".formatted(rest) : "");
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

  private static Set<String> announced(Stream<GrantedRole> roles) {
    return roles
        .filter(role -> role.grantId() == null)
        .map(GrantedRole::roleId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static List<GrantedRole> sorted(Stream<GrantedRole> roles) {
    return roles.sorted(Comparator.comparing(GrantedRole::toString)).toList();
  }

  private static GrantedRole entry(
      ClientApplication app, AppRoleRef ref, @Nullable String roleId, @Nullable String grantId) {
    var own = app.getMetadata().getNamespace() + "/";
    var application =
        References.definerOf(app, ref)
            .map(key -> key.startsWith(own) ? key.substring(own.length()) : key)
            .orElse(null);
    return new GrantedRole(ref.role(), application, ref.externalApplication(), roleId, grantId);
  }

  /** Another role may have the name by now, while the grant of the former one is to be revoked. */
  private static boolean isOfSameRole(GrantedRole one, GrantedRole other) {
    return isSameRole(one, other) && Objects.equals(one.roleId(), other.roleId());
  }

  private static boolean isSameRole(GrantedRole one, GrantedRole other) {
    return one.role().equals(other.role())
        && Objects.equals(one.application(), other.application())
        && Objects.equals(one.externalApplication(), other.externalApplication());
  }
}
