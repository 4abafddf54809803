package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.sync.ApplicationSync;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the allowed scopes that the domain lacks and would refuse. */
final class ScopeReferences {

  private final ResourceGraph graph;

  ScopeReferences(ResourceGraph graph) {
    this.graph = graph;
  }

  /** The scopes without a resource server that defines them. */
  Set<String> missing(ClientApplication app, ApplicationSync domain) {
    var own = References.definedScopes(app).collect(Collectors.toSet());
    return References.allowedScopes(app)
        .filter(scope -> !own.contains(scope))
        .filter(scope ->
            switch (domain.scope(scope)) {
              case DEFINED -> false;
              case MISSING -> true;
              case UNKNOWN -> definers(app, scope).findAny().isPresent();
            })
        .collect(Collectors.toSet());
  }

  /**
   * The obstacle to the creation of a client: a scope that a resource server still has to define.
   * Resource servers never wait: another application may wait for them, which would deadlock.
   */
  Optional<Outcome> obstacle(ClientApplication app, Set<String> missing) {
    return graph.appId(app).isPresent() || app.getSpec().resourceServer() != null
        ? Optional.empty()
        : missing.stream()
            .filter(scope -> definers(app, scope).findAny().isPresent())
            .min(String::compareTo)
            .map(scope ->
                waiting(app, scope, "The operator creates the App when the domain has the scope."));
  }

  /** The outcome for the scopes that the App lacks; empty for none. */
  Optional<Outcome> lacking(ClientApplication app, Set<String> missing) {
    return missing.stream()
        .min(String::compareTo)
        .map(scope ->
            waiting(
                app,
                scope,
                "The App lacks the scope. Define the scope in a resource server, or correct spec.client.allowedScopes."));
  }

  private Outcome waiting(ClientApplication app, String scope, String consequence) {
    var namespace = app.getMetadata().getNamespace();
    var whose = // names no application of another namespace
        definers(app, scope)
            .map(References::key)
            .filter(key -> AllowedNamespacesCheck.isLocal(key, namespace))
            .findFirst()
            .map(key -> " of ClientApplication " + key)
            .orElse("");
    return new Outcome.WaitingForDependency(
        Reason.DependencyNotReady,
        "Scope %s%s is not in the domain. %s".formatted(scope, whose, consequence));
  }

  private Stream<ClientApplication> definers(ClientApplication app, String scope) {
    return graph
        .definersOf(scope)
        .filter(a -> References.domainOf(a).equals(References.domainOf(app)));
  }
}
