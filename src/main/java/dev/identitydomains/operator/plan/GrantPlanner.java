package dev.identitydomains.operator.plan;

import java.util.ArrayList;
import java.util.Optional;

/** Plans what to do with a grant. Pure. */
public final class GrantPlanner {

  private GrantPlanner() {}

  /**
   * Plans the way to the desired grant. A grant never changes: another one is made, and the former
   * one goes.
   *
   * @param present the desired grant, if the domain has it
   * @param formerId id of the grant that was made before; empty for none
   */
  public static Plan plan(
      DesiredGrant desired, Optional<ObservedGrant> present, Optional<String> formerId) {
    var presentId = present.map(ObservedGrant::id);
    var changes = new ArrayList<Change>();
    if (presentId.isEmpty()) {
      changes.add(new Change.CreateGrant(desired));
    }
    formerId
        .filter(id -> !presentId.equals(Optional.of(id)))
        .map(Change.RevokeGrant::new)
        .ifPresent(changes::add);
    return new Plan(presentId, Optional.empty(), changes);
  }
}
