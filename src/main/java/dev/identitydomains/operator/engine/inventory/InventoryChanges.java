package dev.identitydomains.operator.engine.inventory;

import dev.identitydomains.operator.plan.RoleName;
import java.util.Set;

/**
 * What a reading of the domain found otherwise than it was known.
 *
 * @param appIds ids of Apps that changed, came or went, and of Apps and groups whose grants did
 * @param roles AppRoles that changed, came or went
 */
public record InventoryChanges(Set<String> appIds, Set<RoleName> roles) {

  /** Nothing. */
  public static final InventoryChanges NONE = new InventoryChanges(Set.of(), Set.of());

  public InventoryChanges {
    appIds = Set.copyOf(appIds);
    roles = Set.copyOf(roles);
  }

  /** Whether nothing was found otherwise. */
  public boolean isEmpty() {
    return appIds.isEmpty() && roles.isEmpty();
  }
}
