package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Several resources for one and the same thing in the domain: the first one counts. */
public final class OldestWins {

  private OldestWins() {}

  /**
   * Another resource that was there first: by age, and of the same second the one that has made the
   * thing.
   *
   * @param same the resources for the same thing
   */
  public static <R extends HasMetadata> Optional<R> olderClaim(
      R resource, Stream<R> same, Predicate<R> hasMade) {
    var order =
        Comparator.comparing((R r) -> r.getMetadata().getCreationTimestamp())
            .thenComparing(r -> !hasMade.test(r))
            .thenComparing(r -> r.getMetadata().getUid());
    var uid = resource.getMetadata().getUid();
    return same.filter(other -> !other.getMetadata().getUid().equals(uid)) // a newer copy of it
        .filter(other -> order.compare(other, resource) < 0)
        .min(order);
  }

  /** What to say of it. */
  public static Outcome conflict(HasMetadata first, String what) {
    return new Outcome.Stalled(
        Reason.Conflict,
        "%s %s already stands for %s. Remove one of the two."
            .formatted(first.getKind(), References.key(first), what),
        Interval.OLDER_CLAIM.duration());
  }
}
