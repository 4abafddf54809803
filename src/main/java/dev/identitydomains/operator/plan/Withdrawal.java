package dev.identitydomains.operator.plan;

import java.util.Set;

/**
 * The end of an App's permissions.
 *
 * @param roles ids of the roles that the App may no longer have
 * @param grants ids of further grants that the App may no longer have
 * @param scopes the fully qualified scopes that the App may no longer request
 * @param deactivation whether the App is deactivated
 */
public record Withdrawal(
    Set<String> roles, Set<String> grants, Set<String> scopes, Deactivation deactivation) {

  /** When an App is deactivated that loses permissions. */
  public enum Deactivation {
    NEVER,
    /** If it has roles or scopes to lose. */
    WITH_LOSS,
    ALWAYS
  }

  public Withdrawal {
    roles = Set.copyOf(roles);
    grants = Set.copyOf(grants);
    scopes = Set.copyOf(scopes);
  }
}
