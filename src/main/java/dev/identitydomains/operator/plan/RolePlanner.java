package dev.identitydomains.operator.plan;

import java.util.List;
import java.util.Optional;

/** Plans what to do with an AppRole. Pure. */
public final class RolePlanner {

  private RolePlanner() {}

  /** Plans the way to the desired role. */
  public static Decision<ObservedRole, RoleChange> plan(
      DesiredRole desired, Optional<ObservedRole> observed) {
    if (observed.isEmpty()) {
      return new Plan<>(null, List.of(new RoleChange.Create(desired)));
    }
    var role = observed.get();
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
  public static Plan<ObservedRole, RoleChange> planDeletion(Optional<ObservedRole> observed) {
    return new Plan<>(
        observed.orElse(null), observed.isPresent() ? List.of(new RoleChange.Delete()) : List.of());
  }
}
