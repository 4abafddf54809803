package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ExternalScope;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.Consumers;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.ReferencedApps;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.sync.KnownApplications;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.policy.Permissions;
import dev.identitydomains.operator.policy.PolicyCheck;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the allowed scopes that a client cannot get. */
final class ScopeReferences {

  /**
   * The scopes that the operator leaves out, and those it adds.
   *
   * @param external the fully qualified names of scopes of Apps without ClientApplication
   * @param absent what the others of these wait for, for a message
   * @param missing scopes that an application declares and the domain does not have yet
   * @param denied scopes that an application or the policies deny, with the outcome of each
   * @param refused scopes that the domain has refused
   */
  record Resolved(
      Set<String> external,
      List<String> absent,
      Set<String> missing,
      Map<String, Outcome> denied,
      RefusedScopes refused) {

    Set<String> leftOut() {
      return Stream.of(missing, denied.keySet(), refused.scopes())
          .flatMap(Set::stream)
          .collect(Collectors.toSet());
    }

    private Resolved with(RefusedScopes scopes) {
      return new Resolved(external, absent, missing, denied, scopes);
    }
  }

  private final ResourceGraph graph;
  private final Consumers consumers;
  private final DomainAccess access;
  private final AppOwners owners;
  private final ReferencedApps apps;
  private final ScopeConsent consent;

  ScopeReferences(
      ResourceGraph graph,
      Consumers consumers,
      DomainAccess access,
      AppOwners owners,
      ReferencedApps apps) {
    this.graph = graph;
    this.consumers = consumers;
    this.access = access;
    this.owners = owners;
    this.apps = apps;
    this.consent = new ScopeConsent(graph, consumers, owners);
  }

  /**
   * Resolves by the labels that the watch has reported, and before a refusal by the present ones.
   */
  Resolved resolve(ClientApplication app, KnownApplications domain) {
    var key = References.domainOf(app);
    var namespace = app.getMetadata().getNamespace();
    var resolved = resolve(app, domain, access.permissions(key, namespace));
    return resolved.denied().isEmpty()
        ? resolved
        : resolve(app, domain, access.currentPermissions(key, namespace));
  }

  private Resolved resolve(
      ClientApplication app, KnownApplications domain, Permissions permissions) {
    var own = References.definedScopes(app).collect(Collectors.toSet());
    var external = new HashSet<String>();
    var absent = new ArrayList<String>();
    var missing = new HashSet<String>();
    var denied = new HashMap<String, Outcome>();
    References.externalScopes(app)
        .map(scope -> external(app, scope, domain))
        .forEach(found -> {
          var scope = found.scope();
          var asked =
              new ScopeConsent.Asked(
                  "spec.client.externalScopes",
                  found.definers(),
                  permissions.permitsScope(scope.externalApplication(), scope.scope()));
          external.addAll(found.names());
          found.absent().ifPresent(absent::add);
          found
              .names()
              .forEach(name ->
                  consent
                      .refusal(app, name, asked, domain, permissions)
                      .ifPresent(outcome -> denied.put(name, outcome)));
        });
    References.allowedScopes(app)
        .forEach(scope -> {
          var refusal =
              consent.refusal(app, scope, ScopeConsent.Asked.BY_AUDIENCE, domain, permissions);
          if (refusal.isPresent()) {
            denied.putIfAbsent(scope, refusal.get());
          } else if (domain.definers(scope).isEmpty()
              && !own.contains(scope)
              && declaring(app, scope).findAny().isPresent()) {
            missing.add(scope);
          }
        });
    return new Resolved(external, absent, missing, denied, RefusedScopes.NONE);
  }

  /**
   * A scope by the name of its App.
   *
   * @param names fully qualified names that it may have
   * @param definers the ids of the Apps that have the name
   * @param absent what the scope waits for, for a message
   */
  private record Found(
      ExternalScope scope, Set<String> names, Set<String> definers, Optional<String> absent) {}

  /** Finds a scope; while not one App alone is meant, those of that value that are there stay. */
  private Found external(ClientApplication app, ExternalScope scope, KnownApplications domain) {
    var ref = scope.externalApplication();
    var candidates = apps.external(ref, domain);
    if (candidates.size() != 1) {
      var present =
          domain.allowedScopes(owners.tag(app)).stream()
              .filter(name -> name.endsWith(scope.scope()))
              .collect(Collectors.toSet());
      var ids =
          candidates.stream().map(candidate -> candidate.ref().id()).collect(Collectors.toSet());
      return new Found(scope, present, ids, Optional.of(apps.missing(ref, domain)));
    }
    var definer = candidates.getFirst();
    var name = definer.audience() + scope.scope();
    return definer.definedScopes().contains(name)
        ? new Found(scope, Set.of(name), Set.of(definer.ref().id()), Optional.empty())
        : new Found(
            scope,
            Set.of(),
            Set.of(),
            Optional.of(
                "scope '%s' of the App with the %s"
                    .formatted(scope.scope(), ReferencedApps.name(ref))));
  }

  /**
   * The obstacle to the creation of a client: a scope that a resource server still has to define.
   * Resource servers never wait: another application may wait for them, which would deadlock.
   */
  Optional<Outcome> obstacle(ClientApplication app, Resolved resolved, KnownApplications domain) {
    return owners.appId(app, domain).isPresent() || app.getSpec().resourceServer() != null
        ? Optional.empty()
        : resolved.missing().stream()
            .min(String::compareTo)
            .map(scope ->
                waiting(app, scope, "The operator creates the App when the domain has the scope."))
            .or(() -> absence(resolved));
  }

  /** The outcome for the scopes that the App lacks; empty for none. */
  Optional<Outcome> lacking(ClientApplication app, Resolved resolved) {
    return denial(resolved)
        .or(() ->
            resolved.missing().stream()
                .min(String::compareTo)
                .map(scope ->
                    waiting(
                        app,
                        scope,
                        "The App lacks the scope. Define the scope in a resource server, or correct spec.client.allowedScopes.")))
        .or(() ->
            resolved
                .refused()
                .shown()
                .map(scope -> refused(app, scope, resolved.refused().answer())))
        .or(() -> absence(resolved));
  }

  private Outcome refused(ClientApplication app, String scope, String answer) {
    return waiting(
        app,
        scope,
        answer + ". Define the scope in a resource server, or correct spec.client.allowedScopes.");
  }

  /**
   * The same without scopes that may be why the domain has refused the App; empty for none.
   *
   * @param present scopes that the App has, which stay
   */
  Optional<Resolved> without(
      ClientApplication app,
      Resolved resolved,
      CallFailure.Answered answer,
      Set<String> present,
      KnownApplications domain) {
    var kept =
        Stream.of(resolved.leftOut().stream(), present.stream(), References.definedScopes(app))
            .flatMap(scopes -> scopes)
            .collect(Collectors.toSet());
    var undefined =
        References.allowedScopes(app)
            .filter(scope -> !kept.contains(scope) && domain.definers(scope).isEmpty())
            .collect(Collectors.toSet());
    return undefined.isEmpty()
        ? Optional.empty()
        : Optional.of(resolved.with(resolved.refused().and(undefined, answer)));
  }

  private static Optional<Outcome> absence(Resolved resolved) {
    return resolved.absent().stream()
        .min(String::compareTo)
        .map(absent -> ReferencedApps.awaiting(absent, "spec.client.externalScopes"));
  }

  /**
   * The outcome of an answer that refuses a scope: the scope of a resource server that may still
   * come, or has come between the answer and now; empty for other answers.
   */
  Optional<Outcome> refused(ClientApplication app, Resolved resolved, CallFailure.Answered answer) {
    var detail = answer.status() == 400 && answer.detail() != null ? answer.detail() : "";
    return RefusedScopes.longestIn(
            detail, Stream.concat(References.allowedScopes(app), resolved.external().stream()))
        .map(scope -> refused(app, scope, answer.summary()));
  }

  /** The outcome for the scopes that applications or policies deny; empty for none. */
  static Optional<Outcome> denial(Resolved resolved) {
    return resolved.denied().entrySet().stream()
        .min(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue);
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
