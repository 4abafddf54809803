package dev.identitydomains.operator.plan;

import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans the changes of a grant. Pure. */
public final class GrantPlanner {

  private GrantPlanner() {}

  /**
   * Plans the way to the desired grant. A grant never changes: the service gets another one, and
   * the former one goes.
   *
   * @param present the desired grant, if the domain has it
   * @param formerId id of the grant that an earlier plan created; null for none
   */
  public static Plan<ObservedGrant, GrantChange> plan(
      DesiredGrant desired, Optional<ObservedGrant> present, @Nullable String formerId) {
    var changes = new ArrayList<GrantChange>();
    if (present.isEmpty()) {
      changes.add(new GrantChange.Create(desired));
    }
    var isFormer = present.map(ObservedGrant::id).filter(id -> id.equals(formerId)).isPresent();
    if (formerId != null && !isFormer) {
      changes.add(new GrantChange.Revoke(formerId));
    }
    return new Plan<>(present.orElse(null), changes);
  }
}
