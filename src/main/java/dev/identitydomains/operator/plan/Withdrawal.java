package dev.identitydomains.operator.plan;

import java.util.Set;

/**
 * The end of an App's permissions.
 *
 * @param roles the roles that the App may no longer have
 * @param scopes the fully qualified scopes that the App may no longer request
 * @param deactivated whether the App is deactivated
 */
public record Withdrawal(Set<Role> roles, Set<String> scopes, boolean deactivated) {

  public Withdrawal {
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
  }
}
