package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.AppRoleRef;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.GrantedRole;
import dev.identitydomains.operator.engine.RoleSync;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.RoleName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Turns the roles that a spec names into roles that exist in the domain. */
final class RoleReferences {

  /**
   * What was found.
   *
   * @param found each existing role with its reference
   * @param missing what is not there yet, for people
   */
  record Resolved(Map<Role, AppRoleRef> found, List<String> missing) {

    Set<Role> roles() {
      return Set.copyOf(found.keySet());
    }

    /** The status entries of the granted roles, sorted. */
    List<GrantedRole> granted(Map<String, Role> grants) {
      return grants.entrySet().stream()
          .filter(grant -> found.containsKey(grant.getValue()))
          .map(
              grant -> granted(grant.getKey(), Objects.requireNonNull(found.get(grant.getValue()))))
          .sorted(Comparator.comparing(GrantedRole::toString))
          .toList();
    }

    private static GrantedRole granted(String grantId, AppRoleRef ref) {
      var application = ref.application();
      return new GrantedRole(ref.role(), application == null ? null : application.name(), grantId);
    }
  }

  private final ResourceGraph graph;

  RoleReferences(ResourceGraph graph) {
    this.graph = graph;
  }

  /** Looks all declared roles up; none when none are declared. */
  Resolved resolve(ClientApplication app, RoleSync domain) {
    var missing = new ArrayList<String>();
    var names = new LinkedHashMap<RoleName, AppRoleRef>();
    References.usedRoles(app)
        .forEach(ref ->
            graph
                .roleName(app, ref)
                .ifPresentOrElse(
                    name -> names.put(name, ref),
                    () -> missing.add("the App of " + describe(app, ref))));
    var existing = domain.find(names.keySet());
    var found = new LinkedHashMap<Role, AppRoleRef>();
    names.forEach((name, ref) -> {
      var role = existing.get(name);
      if (role == null) {
        missing.add("role '%s' of %s".formatted(ref.role(), describe(app, ref)));
      } else {
        found.put(role, ref);
      }
    });
    return new Resolved(found, List.copyOf(missing));
  }

  private static String describe(ClientApplication app, AppRoleRef ref) {
    return References.definerOf(app, ref)
        .map("ClientApplication %s"::formatted)
        .orElse("the identity domain itself");
  }
}
