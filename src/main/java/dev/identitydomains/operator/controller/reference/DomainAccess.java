package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AllowedNamespaces;
import dev.identitydomains.operator.api.v1alpha1.DomainPolicy;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.policy.Permissions;
import dev.identitydomains.operator.policy.Violation;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way of resources to their domains: only here do they get a connection, after a check whether
 * the domain admits their namespace.
 */
public final class DomainAccess {

  /** The result of a check before changes. */
  public sealed interface Access {}

  /**
   * The resource may use the domain, and the domain is ready.
   *
   * @param predecessors the cluster ids of the clusters whose objects this one takes over
   */
  public record Granted(DomainState.Ready domain, Permissions permissions, Set<String> predecessors)
      implements Access {

    /** A copy with other permissions. */
    public Granted with(Permissions current) {
      return new Granted(domain, current, predecessors);
    }
  }

  /**
   * The resource may not use the domain, or the domain is not ready.
   *
   * @param withdrawn whether the domain exists and does not admit the namespace
   */
  public record Denied(Outcome outcome, boolean withdrawn) implements Access {}

  /** The result of a check before a removal. */
  public sealed interface Removal {}

  /** The resource may remove its objects. */
  public record Reached(DomainConnection connection, Permissions permissions) implements Removal {}

  /**
   * The domain is not connected.
   *
   * @param admitted whether the domain admits the namespace
   * @param unchecked whether the operator has not checked the domain yet
   */
  public record Unreached(boolean admitted, boolean unchecked) implements Removal {}

  /** The domain does not admit the namespace, and has no object with the mark of the resource. */
  public record NothingToRemove() implements Removal {}

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
    if (!admits(key, namespace)) {
      return new Denied(
          new Outcome.Stalled(
              Reason.NamespaceNotAllowed,
              "IdentityDomain %s does not allow namespace %s. Extend its spec.allowedNamespaces."
                  .formatted(key, namespace),
              Interval.NAMESPACE_CONSENT.duration()),
          domain.isPresent());
    }
    if (domains.state(key).orElse(null) instanceof DomainState.Ready ready && domain.isPresent()) {
      return granted(key, ready, namespace);
    }
    wakeups.waitsFor(key, asking);
    return domain.isPresent()
        ? state(key, asking)
        : waiting("IdentityDomain %s does not exist. Create it.".formatted(key));
  }

  /**
   * Checks the access of a resource that is deleted, or whose access ends. A namespace that is not
   * allowed reaches the domain only to remove what carries its mark.
   *
   * @param isMarked whether the inventory of a connection has an object with the mark
   */
  public Removal forRemoval(String key, HasMetadata asking, Predicate<DomainConnection> isMarked) {
    var namespace = asking.getMetadata().getNamespace();
    var admitted = admits(key, namespace);
    var connection = connection(key, asking);
    if (admitted) {
      return connection
          .<Removal>map(domain -> new Reached(domain, permissions(key, namespace)))
          .orElseGet(() -> unreached(key, true));
    }
    return connection
        .<Removal>map(domain ->
            isMarked.test(domain)
                ? new Reached(domain, Permissions.of(Stream.empty()))
                : new NothingToRemove())
        .orElseGet(() -> unreached(key, false));
  }

  private Unreached unreached(String key, boolean admitted) {
    var unchecked = graph.domain(key).isPresent() && domains.state(key).isEmpty();
    return new Unreached(admitted, unchecked);
  }

  /**
   * The last connection of a domain that knows its objects; without one, the next change of the
   * domain's state requeues the resource.
   */
  private Optional<DomainConnection> connection(String key, HasMetadata asking) {
    return domains
        .connectionWithInventory(key)
        .or(() -> {
          wakeups.waitsFor(key, asking);
          return domains.connectionWithInventory(key);
        });
  }

  /**
   * Whether a domain admits a namespace; false for a domain of another namespace that is absent.
   */
  private boolean admits(String key, String namespace) {
    return allowedNamespaces.admits(key, allowed(key), namespace);
  }

  /** Whether a domain admits a namespace, by the labels that the watch has reported. */
  public boolean isKnownToAdmit(String key, String namespace) {
    return allowedNamespaces.isKnownToAdmit(key, allowed(key), namespace);
  }

  private @Nullable AllowedNamespaces allowed(String key) {
    return graph.domainSpec(key).map(IdentityDomainSpec::allowedNamespaces).orElse(null);
  }

  /**
   * What the resources of an admitted namespace may ask of a domain, by the labels that the watch
   * has reported.
   */
  public Permissions permissions(String key, String namespace) {
    return permissions(key, namespace, allowedNamespaces::labels);
  }

  /** Like {@link #permissions}, by the labels that the API server has. Call it before a refusal. */
  public Permissions currentPermissions(String key, String namespace) {
    return permissions(key, namespace, allowedNamespaces::currentLabels);
  }

  private Permissions permissions(
      String key, String namespace, Function<String, Map<String, String>> read) {
    if (AllowedNamespacesCheck.isLocal(key, namespace)) {
      return Permissions.UNRESTRICTED;
    }
    var labels = read.apply(namespace);
    return Permissions.of(
        policies(key)
            .filter(policy -> AllowedNamespacesCheck.selects(policy.namespaces(), labels)));
  }

  private Stream<DomainPolicy> policies(String key) {
    return graph.domainSpec(key).map(IdentityDomainSpec::policies).stream()
        .flatMap(List::stream)
        .filter(policy -> policy != null && policy.namespaces() != null);
  }

  /** The outcome for a value that the policies of a domain do not permit. */
  public static Outcome notPermitted(String key, Violation violation) {
    return new Outcome.Stalled(
        Reason.NotPermitted,
        "%s: %s is not permitted. IdentityDomain %s decides by its spec.policies. Extend them, or change the value."
            .formatted(violation.field(), violation.value(), key),
        Interval.NAMESPACE_CONSENT.duration());
  }

  private Granted granted(String key, DomainState.Ready ready, String namespace) {
    var predecessors =
        graph.domainSpec(key).map(IdentityDomainSpec::successorOf).orElseGet(List::of);
    return new Granted(ready, permissions(key, namespace), Set.copyOf(predecessors));
  }

  /** A Ready resource stays Ready while its domain is not: the IdentityDomain reports the cause. */
  private Access state(String key, HasMetadata asking) {
    return switch (domains.state(key).orElse(null)) {
      case DomainState.Ready ready -> granted(key, ready, asking.getMetadata().getNamespace());
      case DomainState.NotReady not when !References.isReady(asking) ->
          waiting("IdentityDomain %s is not ready: %s".formatted(key, not.problem()));
      case DomainState.NotReady _ -> pending("IdentityDomain %s is not ready.".formatted(key));
      case null -> pending("The operator has not checked IdentityDomain %s yet.".formatted(key));
    };
  }

  private static Denied pending(String message) {
    return new Denied(new Outcome.Unknown(Reason.DomainNotReady, message), false);
  }

  private static Denied waiting(String message) {
    return new Denied(new Outcome.WaitingForDependency(Reason.DomainNotReady, message), false);
  }
}
