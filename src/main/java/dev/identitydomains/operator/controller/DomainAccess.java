package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.AllowedNamespaces;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.engine.DomainState;
import dev.identitydomains.operator.engine.Domains;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Whether an application may use the domain it names, and can now. */
final class DomainAccess {

  /** The answer. */
  sealed interface Access {}

  /** It may and can. */
  record Granted(DomainState.Ready domain) implements Access {}

  /** It may not, or cannot now. */
  record Denied(Outcome outcome) implements Access {}

  private final Domains domains;
  private final ResourceGraph graph;
  private final KubernetesClient client;

  DomainAccess(Domains domains, ResourceGraph graph, KubernetesClient client) {
    this.domains = domains;
    this.graph = graph;
    this.client = client;
  }

  /**
   * The answer for an application; a foreign namespace never learns whether the domain exists.
   *
   * @param asking what is woken when the answer changes: the application, or one of its roles
   */
  Access of(ClientApplication app, HasMetadata asking) {
    var key = References.domainOf(app);
    var domain = graph.domain(key);
    if (!domain.map(d -> admits(d, app)).orElseGet(() -> isLocal(key, app))) {
      return new Denied(
          new Outcome.Stalled(
              Reason.NamespaceNotAllowed,
              "IdentityDomain %s does not admit namespace %s: its spec.allowedNamespaces decides."
                  .formatted(key, app.getMetadata().getNamespace()),
              Optional.of(Duration.ofMinutes(1))));
    }
    if (domains.state(key).orElse(null) instanceof DomainState.Ready ready && domain.isPresent()) {
      return new Granted(ready);
    }
    graph.waitsFor(key, asking);
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
    return new Denied(new Outcome.Pending(Reason.DomainNotReady, message));
  }

  private static Denied waiting(String message) {
    return new Denied(new Outcome.Waiting(Reason.DomainNotReady, message));
  }

  private boolean admits(IdentityDomain domain, ClientApplication app) {
    if (isLocal(References.key(domain), app)) {
      return true;
    }
    var allowed = domain.getSpec() == null ? null : domain.getSpec().allowedNamespaces();
    return allowed != null && admits(allowed, app.getMetadata().getNamespace());
  }

  private boolean admits(AllowedNamespaces allowed, String namespace) {
    return switch (Objects.requireNonNullElse(allowed.from(), "Same")) {
      case "All" -> true;
      case "Selector" ->
          allowed.selector() != null
              && labels(namespace)
                  .entrySet()
                  .containsAll(allowed.selector().matchLabels().entrySet());
      default -> false;
    };
  }

  private Map<String, String> labels(String namespace) {
    var found = client.namespaces().withName(namespace).get();
    return found == null
        ? Map.of()
        : Objects.requireNonNullElse(found.getMetadata().getLabels(), Map.of());
  }

  private static boolean isLocal(String domainKey, ClientApplication app) {
    return domainKey.startsWith(app.getMetadata().getNamespace() + "/");
  }
}
