package dev.identitydomains.operator.controller.reconcile;

import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Chooses among resources that claim the same object in the domain: the oldest one manages it. */
public final class OldestWins {

  private OldestWins() {}

  /**
   * The older resource that claims the same object; with equal ages, the resource that created it.
   *
   * @param same the resources that claim the object
   * @param hasMade whether a resource created the object
   */
  public static <R extends HasMetadata> Optional<R> olderClaim(
      R resource, Stream<R> same, Predicate<R> hasMade) {
    var order =
        Comparator.comparing((R r) -> r.getMetadata().getCreationTimestamp())
            .thenComparing(r -> !hasMade.test(r))
            .thenComparing(r -> r.getMetadata().getUid());
    var uid = resource.getMetadata().getUid();
    return same.filter(other -> !other.getMetadata().getUid().equals(uid)) // perhaps a newer copy
        .filter(other -> order.compare(other, resource) < 0)
        .min(order);
  }

  /**
   * The outcome for a resource that is not the oldest; it names one of another namespace only where
   * the resource is in the namespace of the domain.
   *
   * @param domain {@code namespace/name} of the IdentityDomain
   */
  public static Outcome conflict(
      HasMetadata resource, HasMetadata first, String what, String domain) {
    var namespace = resource.getMetadata().getNamespace();
    var isSeen =
        first.getMetadata().getNamespace().equals(namespace)
            || AllowedNamespacesCheck.isLocal(domain, namespace);
    var which = isSeen ? " " + References.key(first) : " of another namespace";
    return new Outcome.Stalled(
        Reason.Conflict,
        "%s%s already manages %s. Delete one of the two resources."
            .formatted(first.getKind(), which, what),
        Interval.OLDER_CLAIM.duration());
  }
}
