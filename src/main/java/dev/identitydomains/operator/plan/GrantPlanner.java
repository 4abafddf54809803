package dev.identitydomains.operator.plan;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Plans the changes of a grant. Pure. */
public final class GrantPlanner {

  private GrantPlanner() {}

  /**
   * Plans the changes to the desired grant. A grant is immutable: a new grant replaces the former
   * one.
   *
   * @param present the desired grant as observed; null when the domain does not have it
   * @param formerId id of the grant that the operator created earlier; null for none
   */
  public static Plan<ObservedGrant, GrantChange> plan(
      DesiredGrant desired, @Nullable ObservedGrant present, @Nullable String formerId) {
    var changes = new ArrayList<GrantChange>();
    if (present == null) {
      changes.add(new GrantChange.Create(desired));
    }
    if (formerId != null && (present == null || !present.id().equals(formerId))) {
      changes.add(new GrantChange.Revoke(formerId));
    }
    return new Plan<>(present, changes);
  }
}
