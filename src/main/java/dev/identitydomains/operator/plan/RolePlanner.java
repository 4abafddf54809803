package dev.identitydomains.operator.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans the changes of an AppRole. Pure. */
public final class RolePlanner {

  private RolePlanner() {}

  /** Plans the changes to the desired role; the observed role is null when it does not exist. */
  public static Decision<ObservedRole, RoleChange> plan(
      DesiredRole desired, @Nullable ObservedRole role, RoleClaim claim) {
    if (role == null) {
      return new Plan<>(null, List.of(new RoleChange.Create(desired)));
    }
    if (!claim.isOf(role) && !claim.mayAdopt()) {
      return conflict(role);
    }
    var fixed = AttributeDiff.between(desired.fixed(), role.attributes());
    if (!fixed.isEmpty()) {
      return new Refusal<>(
          Refusal.Kind.IMMUTABLE,
          "AppRole %s (%s) has another value of %s, which is immutable in the service. Delete this resource and create it anew, which deletes the role's grants."
              .formatted(desired.displayName(), role.id(), String.join(", ", fixed.keySet())));
    }
    var patch = AttributeDiff.between(desired.attributes(), role.attributes());
    var changes = new ArrayList<RoleChange>();
    if (!claim.isOf(role)) {
      changes.add(new RoleChange.Adopt());
    }
    if (!patch.isEmpty()) {
      changes.add(new RoleChange.Patch(patch));
    }
    return new Plan<>(role, changes);
  }

  private static Refusal<ObservedRole, RoleChange> conflict(ObservedRole role) {
    return new Refusal<>(
        Refusal.Kind.CONFLICT,
        "The App has AppRole %s (%s) already, which this resource did not create. The operator leaves it unchanged. Set spec.adoptionPolicy to ByName to adopt it, or delete it."
            .formatted(role.name().displayName(), role.id()));
  }

  /** Plans the deletion of the role; an unknown role needs no change. */
  public static Plan<ObservedRole, RoleChange> planDeletion(@Nullable ObservedRole role) {
    return new Plan<>(role, role == null ? List.of() : List.of(new RoleChange.Delete()));
  }
}
