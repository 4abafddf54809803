package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.Consumers;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the allowed scopes that a client cannot get. */
final class ScopeReferences {

  /**
   * The scopes that the operator leaves out.
   *
   * @param missing scopes that an application declares and the domain does not have yet
   * @param denied scopes of applications that do not admit the client's namespace
   */
  record LeftOut(Set<String> missing, Set<String> denied) {

    Set<String> all() {
      var all = new HashSet<>(missing);
      all.addAll(denied);
      return all;
    }
  }

  private final ResourceGraph graph;
  private final Consumers consumers;
  private final AppOwners owners;

  ScopeReferences(ResourceGraph graph, Consumers consumers, AppOwners owners) {
    this.graph = graph;
    this.consumers = consumers;
    this.owners = owners;
  }

  LeftOut resolve(ClientApplication app, ApplicationSync domain) {
    var own = References.definedScopes(app).collect(Collectors.toSet());
    var present = domain.allowedScopes(owners.tag(app));
    var missing = new HashSet<String>();
    var denied = new HashSet<String>();
    References.allowedScopes(app)
        .filter(scope -> !own.contains(scope))
        .forEach(scope -> {
          if (!isDefined(scope, domain)) {
            if (declaring(app, scope).findAny().isPresent()) {
              missing.add(scope);
            }
          } else if (isDenied(app, scope, domain, present.contains(scope))) {
            denied.add(scope);
          }
        });
    return new LeftOut(missing, denied);
  }

  private static boolean isDefined(String scope, ApplicationSync domain) {
    return !domain.definers(scope).isEmpty();
  }

  /**
   * An App of no application of this cluster asks for no consent: nobody could give it. An
   * application that does not exist has not withdrawn its consent.
   */
  private boolean isDenied(
      ClientApplication app, String scope, ApplicationSync domain, boolean present) {
    var namespace = app.getMetadata().getNamespace();
    return domain.definers(scope).stream()
        .allMatch(definer ->
            owners
                .owner(definer)
                .filter(owner -> !consumers.admit(owner, namespace) || !owners.isCurrent(definer))
                .filter(owner -> !present || consumers.exists(owner))
                .isPresent());
  }

  /**
   * The obstacle to the creation of a client: a scope that a resource server still has to define.
   * Resource servers never wait: another application may wait for them, which would deadlock.
   */
  Optional<Outcome> obstacle(ClientApplication app, LeftOut leftOut, ApplicationSync domain) {
    return owners.appId(app, domain).isPresent() || app.getSpec().resourceServer() != null
        ? Optional.empty()
        : leftOut.missing().stream()
            .min(String::compareTo)
            .map(scope ->
                waiting(app, scope, "The operator creates the App when the domain has the scope."));
  }

  /** The outcome for the scopes that the App lacks; empty for none. */
  Optional<Outcome> lacking(ClientApplication app, LeftOut leftOut) {
    return leftOut.denied().stream()
        .min(String::compareTo)
        .map(scope -> denial(app, scope))
        .or(() ->
            leftOut.missing().stream()
                .min(String::compareTo)
                .map(scope ->
                    waiting(
                        app,
                        scope,
                        "The App lacks the scope. Define the scope in a resource server, or correct spec.client.allowedScopes.")));
  }

  private static Outcome denial(ClientApplication app, String scope) {
    return new Outcome.Stalled(
        Reason.NamespaceNotAllowed,
        "The ClientApplication that defines scope %s does not allow namespace %s to use it. The App lacks the scope. Extend spec.consumers of that application, or correct spec.client.allowedScopes."
            .formatted(scope, app.getMetadata().getNamespace()),
        Interval.NAMESPACE_CONSENT.duration());
  }

  private Outcome waiting(ClientApplication app, String scope, String consequence) {
    var namespace = app.getMetadata().getNamespace();
    var whose = // names no application of another namespace
        declaring(app, scope)
            .map(References::key)
            .filter(key -> AllowedNamespacesCheck.isLocal(key, namespace))
            .findFirst()
            .map(key -> " of ClientApplication " + key)
            .orElse("");
    return new Outcome.WaitingForDependency(
        Reason.DependencyNotReady,
        "Scope %s%s is not in the domain. %s".formatted(scope, whose, consequence));
  }

  /** The applications of the same domain that declare the scope. */
  private Stream<ClientApplication> declaring(ClientApplication app, String scope) {
    return graph
        .definersOf(scope)
        .filter(a -> References.domainOf(a).equals(References.domainOf(app)));
  }
}
