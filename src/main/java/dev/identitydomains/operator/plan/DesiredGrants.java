package dev.identitydomains.operator.plan;

import java.util.Set;

/**
 * The desired grants to an App.
 *
 * @param wanted the roles to grant
 * @param made ids of the grants that the operator created earlier
 * @param kept ids of grants to keep, because their role cannot be resolved now
 * @param exact whether to revoke grants of other writers
 */
public record DesiredGrants(Set<Role> wanted, Set<String> made, Set<String> kept, boolean exact) {

  public DesiredGrants {
    wanted = Set.copyOf(wanted);
    made = Set.copyOf(made);
    kept = Set.copyOf(kept);
  }

  /** Desired grants of these roles, without earlier grants. */
  public static DesiredGrants of(Set<Role> wanted, boolean exact) {
    return new DesiredGrants(wanted, Set.of(), Set.of(), exact);
  }

  /** Whether to revoke a grant of the App. */
  boolean excludes(String grantId, Role role) {
    return !wanted.contains(role) && !kept.contains(grantId) && (exact || made.contains(grantId));
  }
}
