package dev.identitydomains.operator.plan;

import java.util.Set;

/**
 * The roles that an App shall be granted.
 *
 * @param wanted the roles
 * @param made ids of grants made before for roles that were wanted then
 * @param kept ids of grants to leave alone, because nobody knows now whether their role is wanted
 * @param exact whether grants that others made are revoked as well
 */
public record DesiredGrants(Set<Role> wanted, Set<String> made, Set<String> kept, boolean exact) {

  public DesiredGrants {
    wanted = Set.copyOf(wanted);
    made = Set.copyOf(made);
    kept = Set.copyOf(kept);
  }

  /** These roles, whatever was granted before. */
  public static DesiredGrants of(Set<Role> wanted, boolean exact) {
    return new DesiredGrants(wanted, Set.of(), Set.of(), exact);
  }

  /** Whether a grant that the App has must go. */
  boolean excludes(String grantId, Role role) {
    return !wanted.contains(role) && !kept.contains(grantId) && (exact || made.contains(grantId));
  }
}
