package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.Consumers;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.sync.KnownApplications;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.policy.PolicyCheck;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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
  private final DomainAccess access;
  private final AppOwners owners;

  ScopeReferences(ResourceGraph graph, Consumers consumers, DomainAccess access, AppOwners owners) {
    this.graph = graph;
    this.consumers = consumers;
    this.access = access;
    this.owners = owners;
  }

  LeftOut resolve(ClientApplication app, KnownApplications domain) {
    var own = References.definedScopes(app).collect(Collectors.toSet());
    var present = domain.allowedScopes(owners.tag(app));
    var missing = new HashSet<String>();
    var denied = new HashSet<String>();
    References.allowedScopes(app)
        .forEach(scope -> {
          var definers = domain.definers(scope).stream().map(owners::of).toList();
          if (isDenied(app, definers, present.contains(scope))) {
            denied.add(scope);
          } else if (definers.isEmpty()
              && !own.contains(scope)
              && declaring(app, scope).findAny().isPresent()) {
            missing.add(scope);
          }
        });
    return new LeftOut(missing, denied);
  }

  /**
   * The application of the oldest App that defines a scope decides on its use, or else somebody
   * could copy the scope and consent to its use. An App of no application of this cluster asks for
   * no consent: nobody could give it.
   *
   * @param definers the owners of the Apps that define the scope, the oldest first
   * @param present whether the application's App has the scope already
   */
  private boolean isDenied(ClientApplication app, List<Ownership> definers, boolean present) {
    if (!definers.stream().allMatch(definer -> owners.owner(definer).isPresent())) {
      return false;
    }
    var namespace = app.getMetadata().getNamespace();
    return definers.stream()
        .flatMap(definer -> owners.current(definer).stream())
        .findFirst()
        .map(References::key)
        .map(key -> !key.equals(References.key(app)) && !consumers.admit(key, namespace))
        // an application that does not exist has not withdrawn its consent
        .orElseGet(() ->
            !present
                && !definers.isEmpty()
                && definers.stream().noneMatch(owners.tag(app)::isOfSameNamespace));
  }

  /**
   * The obstacle to the creation of a client: a scope that a resource server still has to define.
   * Resource servers never wait: another application may wait for them, which would deadlock.
   */
  Optional<Outcome> obstacle(ClientApplication app, LeftOut leftOut, KnownApplications domain) {
    return owners.appId(app, domain).isPresent() || app.getSpec().resourceServer() != null
        ? Optional.empty()
        : leftOut.missing().stream()
            .min(String::compareTo)
            .map(scope ->
                waiting(app, scope, "The operator creates the App when the domain has the scope."));
  }

  /** The outcome for the scopes that the App lacks; empty for none. */
  Optional<Outcome> lacking(ClientApplication app, LeftOut leftOut) {
    return denial(app, leftOut)
        .or(() ->
            leftOut.missing().stream()
                .min(String::compareTo)
                .map(scope ->
                    waiting(
                        app,
                        scope,
                        "The App lacks the scope. Define the scope in a resource server, or correct spec.client.allowedScopes.")));
  }

  /**
   * The outcome of an answer that refuses a scope: the scope of a resource server that may still
   * come, or has come between the answer and now; empty for other answers.
   */
  Optional<Outcome> refused(ClientApplication app, CallFailure.Answered answer) {
    var detail = answer.status() == 400 && answer.detail() != null ? answer.detail() : "";
    return References.allowedScopes(app)
        .filter(detail::contains)
        .max(Comparator.comparingInt(String::length)) // a scope may begin with another one
        .map(scope ->
            waiting(
                app,
                scope,
                answer.summary()
                    + ". Define the scope in a resource server, or correct spec.client.allowedScopes."));
  }

  /** The outcome for the scopes that other applications deny; empty for none. */
  static Optional<Outcome> denial(ClientApplication app, LeftOut leftOut) {
    return leftOut.denied().stream().min(String::compareTo).map(scope -> denial(app, scope));
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
        "Scope %s%s is not in the domain. %s%s"
            .formatted(scope, whose, alike(app, scope), consequence));
  }

  /** A scope that the client may use and that looks like the one it asks for; else empty. */
  private String alike(ClientApplication app, String scope) {
    var namespace = app.getMetadata().getNamespace();
    var likeness = References.likeness(scope);
    return graph
        .definersOf(likeness)
        .filter(other -> References.domainOf(other).equals(References.domainOf(app)))
        .filter(other -> consumers.admit(References.key(other), namespace))
        .flatMap(References::definedScopes)
        .filter(other -> !other.equals(scope) && References.likeness(other).equals(likeness))
        .min(String::compareTo)
        .map("Did you mean %s? "::formatted)
        .orElse("");
  }

  /** The applications that may define the scope in the same domain, and declare it. */
  private Stream<ClientApplication> declaring(ClientApplication app, String scope) {
    var domain = References.domainOf(app);
    return graph
        .definersOf(scope)
        .filter(other -> References.domainOf(other).equals(domain))
        .filter(other -> {
          var namespace = other.getMetadata().getNamespace();
          return access.isKnownToAdmit(domain, namespace)
              && PolicyCheck.permitsAudience(
                  other.getSpec(), access.permissions(domain, namespace));
        });
  }
}
