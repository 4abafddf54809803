package dev.identitydomains.operator.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** One write to an App, to its grants, or to a client of its scopes. */
public sealed interface AppChange extends Change {

  /** Creates the App, without its grants. */
  record Create(DesiredApplication application) implements AppChange {}

  /** Adds the owner tag to an existing App, which keeps its other tags. */
  record Adopt(OwnerTag owner) implements AppChange {}

  /** Replaces the tag of the last owner, who has left the App to this one. */
  record Inherit(OwnerTag owner) implements AppChange {}

  /** Adds the owner tag again, which another writer has removed. */
  record RestoreOwner(OwnerTag owner) implements AppChange {}

  /** Replaces the owner tag by one that names the last owner. */
  record Release() implements AppChange {}

  /** Replaces the given attributes of the App. */
  record Patch(Map<String, AttributeValue> attributes) implements AppChange {

    /** The sorted names of the attributes for a reader, without URNs of extensions. */
    public List<String> names() {
      return attributes.keySet().stream()
          .map(name -> name.substring(name.lastIndexOf(':') + 1))
          .sorted()
          .toList();
    }
  }

  /**
   * Removes allowed scopes from a client, before the App drops these scopes.
   *
   * @param client the App of the client
   * @param scopes fully qualified names
   */
  record RemoveAllowedScopes(ObservedApplication client, Set<String> scopes) implements AppChange {}

  /** Activates or deactivates the App. */
  record SetActive(boolean active) implements AppChange {}

  /** Grants a role to the App. */
  record GrantRole(Role role) implements AppChange {}

  /** Deletes a grant of the App. */
  record RevokeGrant(String grantId) implements AppChange {}

  /** Deletes the App, which must be inactive. */
  record Delete() implements AppChange {}
}
