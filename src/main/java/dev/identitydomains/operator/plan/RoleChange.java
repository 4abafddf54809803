package dev.identitydomains.operator.plan;

import java.util.Map;

/** One write to an AppRole. */
public sealed interface RoleChange extends Change {

  /** Creates the AppRole. */
  record Create(DesiredRole role) implements RoleChange {}

  /** Records a role that exists already; the domain does not change. */
  record Adopt() implements RoleChange {}

  /** Replaces the given attributes of the AppRole. */
  record Patch(Map<String, AttributeValue> attributes) implements RoleChange {}

  /** Deletes the AppRole and all its grants. */
  record Delete() implements RoleChange {}
}
