package dev.identitydomains.operator.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes that lead from the observed to the desired state, in their order.
 *
 * @param subject the App, AppRole or grant as observed; null when there is none yet
 */
public record Plan<S, C extends Change>(@Nullable S subject, List<C> changes)
    implements Decision<S, C> {

  public Plan {
    changes = List.copyOf(changes);
  }
}
