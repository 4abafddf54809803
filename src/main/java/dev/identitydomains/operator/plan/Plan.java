package dev.identitydomains.operator.plan;

import java.util.List;
import java.util.Optional;

/**
 * The changes that lead from the observed to the desired state, in the order to make them.
 *
 * @param subjectId id of the App or AppRole; empty when the first change creates it
 * @param version its ETag as observed; empty when it is new or the service sent none
 */
public record Plan(Optional<String> subjectId, Optional<String> version, List<Change> changes)
    implements Decision {

  public Plan {
    changes = List.copyOf(changes);
  }
}
