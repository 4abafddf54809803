package dev.identitydomains.operator.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans what to do with an AppRole. Pure. */
public final class RolePlanner {

  private RolePlanner() {}

  /** Plans the way to the desired role. */
  public static Decision<ObservedRole, RoleChange> plan(
      DesiredRole desired, @Nullable ObservedRole role) {
    if (role == null) {
      return new Plan<>(null, List.of(new RoleChange.Create(desired)));
    }
    var fixed = AttributeDiff.between(desired.fixed(), role.attributes());
    if (!fixed.isEmpty()) {
      return new Refusal<>(
          Refusal.Kind.IMMUTABLE,
          "AppRole %s (%s) exists with another %s, which the service never changes. Delete this resource and create it anew; that drops the role's grants."
              .formatted(desired.displayName(), role.id(), String.join(", ", fixed.keySet())));
    }
    var patch = AttributeDiff.between(desired.attributes(), role.attributes());
    return new Plan<>(role, patch.isEmpty() ? List.of() : List.of(new RoleChange.Patch(patch)));
  }

  /** Plans the removal of the role. */
  public static Plan<ObservedRole, RoleChange> planDeletion(@Nullable ObservedRole role) {
    return new Plan<>(role, role == null ? List.of() : List.of(new RoleChange.Delete()));
  }
}
