package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Whether a resource may use the domain it names, and can now. */
public final class DomainAccess {

  /** The answer. */
  public sealed interface Access {}

  /** It may and can. */
  public record Granted(DomainState.Ready domain) implements Access {}

  /** It may not, or cannot now. */
  public record Denied(Outcome outcome) implements Access {}

  private final DomainConnections domains;
  private final ResourceGraph graph;
  private final Wakeups wakeups;
  private final AllowedNamespacesCheck allowedNamespaces;

  public DomainAccess(
      DomainConnections domains,
      ResourceGraph graph,
      Wakeups wakeups,
      AllowedNamespacesCheck allowedNamespaces) {
    this.domains = domains;
    this.graph = graph;
    this.wakeups = wakeups;
    this.allowedNamespaces = allowedNamespaces;
  }

  /**
   * The answer for a resource; a foreign namespace never learns whether the domain exists.
   *
   * @param key {@code namespace/name} of the domain
   * @param asking is woken when the answer changes
   */
  public Access of(String key, HasMetadata asking) {
    var domain = graph.domain(key);
    var namespace = asking.getMetadata().getNamespace();
    var allowed = domain.map(IdentityDomain::getSpec).map(IdentityDomainSpec::allowedNamespaces);
    if (!allowedNamespaces.admits(key, allowed.orElse(null), namespace)) {
      return new Denied(
          new Outcome.Stalled(
              Reason.NamespaceNotAllowed,
              "IdentityDomain %s does not admit namespace %s: its spec.allowedNamespaces decides."
                  .formatted(key, namespace),
              Interval.NAMESPACE_CONSENT.duration()));
    }
    if (domains.state(key).orElse(null) instanceof DomainState.Ready ready && domain.isPresent()) {
      return new Granted(ready);
    }
    wakeups.waitsFor(key, asking);
    return domain.isPresent()
        ? state(key, References.isReady(asking))
        : waiting("IdentityDomain %s does not exist: create it.".formatted(key));
  }

  /** What was Ready stays so while its domain cannot be asked: the domain says of itself why. */
  private Access state(String key, boolean wasReady) {
    return switch (domains.state(key).orElse(null)) {
      case DomainState.Ready ready -> new Granted(ready);
      case DomainState.NotReady not when !wasReady ->
          waiting("IdentityDomain %s is not ready: %s".formatted(key, not.problem()));
      case DomainState.NotReady _ -> pending("IdentityDomain %s is not ready.".formatted(key));
      case null -> pending("IdentityDomain %s has not been checked yet.".formatted(key));
    };
  }

  private static Denied pending(String message) {
    return new Denied(new Outcome.Unknown(Reason.DomainNotReady, message));
  }

  private static Denied waiting(String message) {
    return new Denied(new Outcome.WaitingForDependency(Reason.DomainNotReady, message));
  }
}
