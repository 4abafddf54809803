package dev.identitydomains.operator.plan;

import java.util.Set;

/**
 * The desired grants to an App.
 *
 * @param wanted the roles to grant
 * @param made ids of the grants that the operator created earlier
 * @param announced ids of the roles whose grants the operator may have created without a reply
 * @param kept ids of grants to keep, because their role cannot be resolved now
 * @param exact whether to revoke grants of other writers
 */
public record DesiredGrants(
    Set<Role> wanted, Set<String> made, Set<String> announced, Set<String> kept, boolean exact) {

  public DesiredGrants {
    wanted = Set.copyOf(wanted);
    made = Set.copyOf(made);
    announced = Set.copyOf(announced);
    kept = Set.copyOf(kept);
  }

  /** Desired grants of these roles, without earlier grants. */
  public static DesiredGrants of(Set<Role> wanted, boolean exact) {
    return new DesiredGrants(wanted, Set.of(), Set.of(), Set.of(), exact);
  }

  /** Whether to revoke a grant of the App. */
  boolean excludes(String grantId, Role role) {
    return !wanted.contains(role)
        && !kept.contains(grantId)
        && (exact || made.contains(grantId) || announced.contains(role.id()));
  }
}
