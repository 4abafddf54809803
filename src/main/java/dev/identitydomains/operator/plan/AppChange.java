package dev.identitydomains.operator.plan;

import java.util.Map;
import java.util.Set;

/** One write for the sake of an App. */
public sealed interface AppChange extends Change {

  /** Creates the App, without its grants. */
  record Create(DesiredApplication application) implements AppChange {}

  /** Adds the owner tag to an existing App, beside the tags that it has. */
  record Adopt(OwnerTag owner) implements AppChange {}

  /** Replaces these attributes of the App, and no others. */
  record Patch(Map<String, AttributeValue> attributes) implements AppChange {}

  /**
   * Removes allowed scopes from another App, because this App is about to drop them.
   *
   * @param client the other App
   * @param scopes their fully qualified names
   */
  record RemoveAllowedScopes(ObservedApplication client, Set<String> scopes) implements AppChange {}

  /** Activates or deactivates the App. */
  record SetActive(boolean active) implements AppChange {}

  /** Grants a role to the App. */
  record GrantRole(Role role) implements AppChange {}

  /** Deletes a grant of the App. */
  record RevokeGrant(String grantId) implements AppChange {}

  /** Deletes the App, which must be inactive by then. */
  record Delete() implements AppChange {}
}
