package dev.identitydomains.operator.plan;

import dev.identitydomains.operator.plan.Change.CreateRole;
import dev.identitydomains.operator.plan.Change.DeleteRole;
import dev.identitydomains.operator.plan.Change.PatchRole;
import java.util.List;
import java.util.Optional;

/** Plans what to do with an AppRole. Pure. */
public final class RolePlanner {

  private RolePlanner() {}

  /** Plans the way to the desired role. */
  public static Decision plan(DesiredRole desired, Optional<ObservedRole> observed) {
    if (observed.isEmpty()) {
      return new Plan(Optional.empty(), Optional.empty(), List.of(new CreateRole(desired)));
    }
    var role = observed.get();
    var fixed = AttributeDiff.between(desired.fixed(), role.attributes());
    if (!fixed.isEmpty()) {
      return new Refusal(
          Refusal.Kind.IMMUTABLE,
          "AppRole %s (%s) exists with another %s, which the service never changes. Delete this resource and create it anew; that drops the role's grants."
              .formatted(desired.displayName(), role.id(), String.join(", ", fixed.keySet())));
    }
    var patch = AttributeDiff.between(desired.attributes(), role.attributes());
    return new Plan(
        Optional.of(role.id()),
        role.version(),
        patch.isEmpty() ? List.of() : List.of(new PatchRole(patch)));
  }

  /** Plans the removal of the role. */
  public static Plan planDeletion(Optional<ObservedRole> observed) {
    return new Plan(
        observed.map(ObservedRole::id),
        observed.flatMap(ObservedRole::version),
        observed.isPresent() ? List.of(new DeleteRole()) : List.of());
  }
}
