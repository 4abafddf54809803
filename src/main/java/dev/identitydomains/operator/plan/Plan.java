package dev.identitydomains.operator.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ordered changes from the observed to the desired state.
 *
 * @param subject the observed App, AppRole or grant; null when it does not exist
 */
public record Plan<S, C extends Change>(@Nullable S subject, List<C> changes)
    implements Decision<S, C> {

  public Plan {
    changes = List.copyOf(changes);
  }
}
