package dev.identitydomains.operator.engine.inventory;

import dev.identitydomains.operator.plan.RoleName;
import java.util.Set;

/**
 * Resources whose state in the domain differed from the inventory's in a full read.
 *
 * @param appIds ids of created, changed or deleted Apps, and of grantees with such grants
 * @param roles names of created, changed or deleted AppRoles
 * @param scopes fully qualified names of scopes that an App defines now, no longer, or under other
 *     names
 */
public record InventoryChanges(Set<String> appIds, Set<RoleName> roles, Set<String> scopes) {

  /** No changes. */
  public static final InventoryChanges NONE = new InventoryChanges(Set.of(), Set.of(), Set.of());

  public InventoryChanges {
    appIds = Set.copyOf(appIds);
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
  }

  /** Whether there are no changes. */
  public boolean isEmpty() {
    return appIds.isEmpty() && roles.isEmpty(); // who defines a scope is an App
  }
}
