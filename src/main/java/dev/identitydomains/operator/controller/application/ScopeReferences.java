package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ExternalApplicationRef;
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
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.policy.Permissions;
import dev.identitydomains.operator.policy.PolicyCheck;
import dev.identitydomains.operator.policy.Violation;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.ArrayList;
import java.util.Comparator;
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
   */
  record Resolved(
      Set<String> external, List<String> absent, Set<String> missing, Map<String, Outcome> denied) {

    Set<String> leftOut() {
      return Stream.concat(missing.stream(), denied.keySet().stream()).collect(Collectors.toSet());
    }
  }

  private final ResourceGraph graph;
  private final Consumers consumers;
  private final DomainAccess access;
  private final AppOwners owners;
  private final ReferencedApps apps;

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
  }

  Resolved resolve(ClientApplication app, KnownApplications domain) {
    var own = References.definedScopes(app).collect(Collectors.toSet());
    var present = domain.allowedScopes(owners.tag(app));
    var absent = new ArrayList<String>();
    var external =
        References.externalScopes(app)
            .flatMap(scope -> external(scope, domain, present, absent).stream())
            .collect(Collectors.toSet());
    var missing = new HashSet<String>();
    var denied = new HashMap<String, Outcome>();
    Stream.concat(References.allowedScopes(app), external.stream())
        .forEach(scope -> {
          var definers = domain.definers(scope);
          var outside = outside(definers, external.contains(scope));
          var refusal =
              outside.isPresent()
                  ? prohibition(app, scope, outside.get())
                  : denial(app, scope, definers, present.contains(scope));
          if (refusal.isPresent()) {
            denied.put(scope, refusal.get());
          } else if (definers.isEmpty()
              && !own.contains(scope)
              && declaring(app, scope).findAny().isPresent()) {
            missing.add(scope);
          }
        });
    return new Resolved(external, absent, missing, denied);
  }

  /** The fully qualified name of a scope; while several Apps may be meant, those present stay. */
  private Set<String> external(
      ExternalScope scope, KnownApplications domain, Set<String> present, List<String> absent) {
    var ref = scope.externalApplication();
    var candidates = apps.external(ref, domain);
    var names =
        candidates.stream()
            .map(app -> app.audience() + scope.scope())
            .filter(name -> candidates.size() == 1 || present.contains(name))
            .filter(name -> candidates.stream().anyMatch(app -> app.definedScopes().contains(name)))
            .collect(Collectors.toSet());
    if (candidates.size() != 1) {
      absent.add(apps.missing(ref, domain));
    } else if (names.isEmpty()) {
      absent.add(
          "scope '%s' of the App with the %s".formatted(scope.scope(), ReferencedApps.name(ref)));
    }
    return names;
  }

  /**
   * The oldest App that defines a scope and has no ClientApplication: the policies decide on it.
   *
   * @param named whether the spec names the App, perhaps one that its ClientApplication has left
   */
  private Optional<ObservedApplication> outside(List<ObservedApplication> definers, boolean named) {
    return definers.stream()
        .filter(definer ->
            named
                ? !owners.isOwned(definer)
                : owners.owner(owners.of(definer)).isEmpty()
                    && !definer.ref().id().equals(RoleName.DOMAIN_APP))
        .findFirst();
  }

  private Optional<Outcome> prohibition(
      ClientApplication app, String scope, ObservedApplication definer) {
    return isPermitted(app, scope, definer)
        ? Optional.empty()
        : Optional.of(
            DomainAccess.notPermitted(
                References.domainOf(app), new Violation("spec.client.allowedScopes", scope)));
  }

  private Optional<Outcome> denial(
      ClientApplication app, String scope, List<ObservedApplication> definers, boolean present) {
    return isDenied(app, definers.stream().map(owners::of).toList(), present)
        ? Optional.of(denial(app, scope))
        : Optional.empty();
  }

  /** Whether the policies permit a scope of an App without ClientApplication. */
  private boolean isPermitted(ClientApplication app, String scope, ObservedApplication definer) {
    var domain = References.domainOf(app);
    var namespace = app.getMetadata().getNamespace();
    var value = scope.substring(definer.audience().length());
    return permits(access.permissions(domain, namespace), definer, value)
        || permits(access.currentPermissions(domain, namespace), definer, value);
  }

  private static boolean permits(
      Permissions permissions, ObservedApplication definer, String scope) {
    return permissions.permitsScope(new ExternalApplicationRef(definer.clientId(), null), scope)
        || permissions.permitsScope(new ExternalApplicationRef(null, definer.displayName()), scope);
  }

  /**
   * The application of the oldest App that defines a scope decides on its use, or else somebody
   * could copy the scope and consent to its use.
   *
   * @param definers the owners of the Apps that define the scope, the oldest first
   * @param present whether the application's App has the scope already
   */
  private boolean isDenied(ClientApplication app, List<Ownership> definers, boolean present) {
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
        .or(() -> absence(resolved));
  }

  private static Optional<Outcome> absence(Resolved resolved) {
    return resolved.absent().stream()
        .min(String::compareTo)
        .map(absent ->
            new Outcome.WaitingForDependency(
                Reason.DependencyNotReady,
                "Waiting for %s. Create it, or correct spec.client.externalScopes."
                    .formatted(absent)));
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

  /** The outcome for the scopes that applications or policies deny; empty for none. */
  static Optional<Outcome> denial(Resolved resolved) {
    return resolved.denied().entrySet().stream()
        .min(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue);
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
