package dev.identitydomains.operator.plan;

import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Plans the changes of a grant. Pure. */
public final class GrantPlanner {

  private GrantPlanner() {}

  /**
   * Plans the changes to the desired grant. A grant is immutable: a new grant replaces the former
   * ones.
   *
   * @param present the desired grant as observed; null when the domain does not have it
   * @param claim the recorded grants of the resource, and whether it may adopt a grant
   * @param former observed grants that the resource created earlier
   */
  public static Decision<ObservedGrant, GrantChange> plan(
      DesiredGrant desired,
      @Nullable ObservedGrant present,
      GrantClaim claim,
      Collection<ObservedGrant> former) {
    var changes = new ArrayList<GrantChange>();
    if (present == null) {
      changes.add(new GrantChange.Create(desired));
    } else if (!claim.hasRecorded(present)) {
      if (!claim.mayAdopt()) {
        return conflict(present);
      }
      changes.add(new GrantChange.Adopt(present.id()));
    }
    former.stream()
        .map(ObservedGrant::id)
        .filter(id -> present == null || !present.id().equals(id))
        .map(GrantChange.Revoke::new)
        .forEach(changes::add);
    return new Plan<>(present, changes);
  }

  private static Refusal<ObservedGrant, GrantChange> conflict(ObservedGrant present) {
    return new Refusal<>(
        Refusal.Kind.CONFLICT,
        "The grantee has it already by Grant %s, which this resource did not create. The operator leaves it unchanged. Set spec.adoptionPolicy to ByName to adopt it, or revoke it."
            .formatted(present.id()));
  }
}
