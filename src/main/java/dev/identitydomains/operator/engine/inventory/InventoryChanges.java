package dev.identitydomains.operator.engine.inventory;

import dev.identitydomains.operator.plan.RoleName;
import java.util.Set;

/**
 * Resources whose state in the domain differed from the inventory's in a full read.
 *
 * @param appIds ids of created, changed or deleted Apps, and of grantees with such grants
 * @param roles names of created, changed or deleted AppRoles
 */
public record InventoryChanges(Set<String> appIds, Set<RoleName> roles) {

  /** No changes. */
  public static final InventoryChanges NONE = new InventoryChanges(Set.of(), Set.of());

  public InventoryChanges {
    appIds = Set.copyOf(appIds);
    roles = Set.copyOf(roles);
  }

  /** Whether there are no changes. */
  public boolean isEmpty() {
    return appIds.isEmpty() && roles.isEmpty();
  }
}
