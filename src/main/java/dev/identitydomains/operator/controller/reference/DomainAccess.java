package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Checks whether a resource may use its domain, and whether the domain is ready. */
public final class DomainAccess {

  /** The result of a check. */
  public sealed interface Access {}

  /** The resource may use the domain, and the domain is ready. */
  public record Granted(DomainState.Ready domain) implements Access {}

  /** The resource may not use the domain, or the domain is not ready. */
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
   * Checks the access of a resource. A namespace that is not allowed gets the same result whether
   * or not the domain exists.
   *
   * @param key {@code namespace/name} of the domain
   * @param asking the resource; requeued at the next change of the domain's state
   */
  public Access of(String key, HasMetadata asking) {
    var domain = graph.domain(key);
    var namespace = asking.getMetadata().getNamespace();
    var allowed = domain.map(IdentityDomain::getSpec).map(IdentityDomainSpec::allowedNamespaces);
    if (!allowedNamespaces.admits(key, allowed.orElse(null), namespace)) {
      return new Denied(
          new Outcome.Stalled(
              Reason.NamespaceNotAllowed,
              "IdentityDomain %s does not allow namespace %s. Extend its spec.allowedNamespaces."
                  .formatted(key, namespace),
              Interval.NAMESPACE_CONSENT.duration()));
    }
    if (domains.state(key).orElse(null) instanceof DomainState.Ready ready && domain.isPresent()) {
      return new Granted(ready);
    }
    wakeups.waitsFor(key, asking);
    return domain.isPresent()
        ? state(key, References.isReady(asking))
        : waiting("IdentityDomain %s does not exist. Create it.".formatted(key));
  }

  /** A Ready resource stays Ready while its domain is not: the IdentityDomain reports the cause. */
  private Access state(String key, boolean wasReady) {
    return switch (domains.state(key).orElse(null)) {
      case DomainState.Ready ready -> new Granted(ready);
      case DomainState.NotReady not when !wasReady ->
          waiting("IdentityDomain %s is not ready: %s".formatted(key, not.problem()));
      case DomainState.NotReady _ -> pending("IdentityDomain %s is not ready.".formatted(key));
      case null -> pending("The operator has not checked IdentityDomain %s yet.".formatted(key));
    };
  }

  private static Denied pending(String message) {
    return new Denied(new Outcome.Unknown(Reason.DomainNotReady, message));
  }

  private static Denied waiting(String message) {
    return new Denied(new Outcome.WaitingForDependency(Reason.DomainNotReady, message));
  }
}
