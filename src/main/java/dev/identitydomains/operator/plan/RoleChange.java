package dev.identitydomains.operator.plan;

import java.util.Map;

/** One write to an AppRole. */
public sealed interface RoleChange extends Change {

  /** Creates the AppRole. */
  record Create(DesiredRole role) implements RoleChange {}

  /** Replaces these attributes of the AppRole, and no others. */
  record Patch(Map<String, AttributeValue> attributes) implements RoleChange {}

  /** Deletes the AppRole and with it every grant of it. */
  record Delete() implements RoleChange {}
}
