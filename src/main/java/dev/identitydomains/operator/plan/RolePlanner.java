package dev.identitydomains.operator.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans the changes of an AppRole. Pure. */
public final class RolePlanner {

  private RolePlanner() {}

  /** Plans the changes to the desired role; the observed role is null when it does not exist. */
  public static Decision<ObservedRole, RoleChange> plan(
      DesiredRole desired, @Nullable ObservedRole role) {
    if (role == null) {
      return new Plan<>(null, List.of(new RoleChange.Create(desired)));
    }
    var fixed = AttributeDiff.between(desired.fixed(), role.attributes());
    if (!fixed.isEmpty()) {
      return new Refusal<>(
          Refusal.Kind.IMMUTABLE,
          "AppRole %s (%s) has another value of %s, which is immutable in the service. Delete this resource and create it anew, which deletes the role's grants."
              .formatted(desired.displayName(), role.id(), String.join(", ", fixed.keySet())));
    }
    var patch = AttributeDiff.between(desired.attributes(), role.attributes());
    return new Plan<>(role, patch.isEmpty() ? List.of() : List.of(new RoleChange.Patch(patch)));
  }

  /** Plans the deletion of the role; an unknown role needs no change. */
  public static Plan<ObservedRole, RoleChange> planDeletion(@Nullable ObservedRole role) {
    return new Plan<>(role, role == null ? List.of() : List.of(new RoleChange.Delete()));
  }
}
