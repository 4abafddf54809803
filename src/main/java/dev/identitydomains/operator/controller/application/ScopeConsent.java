package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ExternalApplicationRef;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.Consumers;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.sync.KnownApplications;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.RoleName;
import dev.identitydomains.operator.policy.Permissions;
import dev.identitydomains.operator.policy.Violation;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides on the use of scopes. The oldest App that defines a scope decides, or else somebody could
 * copy the scope and consent to its use: its ClientApplication by {@code consumers}, and where it
 * never had one the policies of the domain. An App that its ClientApplication has left does not.
 */
final class ScopeConsent {

  private final ResourceGraph graph;
  private final Consumers consumers;
  private final AppOwners owners;

  ScopeConsent(ResourceGraph graph, Consumers consumers, AppOwners owners) {
    this.graph = graph;
    this.consumers = consumers;
    this.owners = owners;
  }

  /**
   * Why an application may not request a scope; empty when it may.
   *
   * @param scope fully qualified name
   * @param asked how the spec asks for it
   */
  Optional<Outcome> refusal(
      ClientApplication app,
      String scope,
      Asked asked,
      KnownApplications domain,
      Permissions permissions) {
    var definers = domain.definers(scope);
    for (var definer : definers) {
      var ownership = owners.of(definer);
      var owner = owners.current(ownership);
      if (owner.isPresent()) {
        return isAdmitted(app, owner.get()) ? Optional.empty() : Optional.of(denial(app, scope));
      }
      if (asked.named().contains(definer.ref().id())) {
        return asked.permitted() ? Optional.empty() : Optional.of(prohibition(app, scope, asked));
      }
      if (isOutside(app, definer)) {
        return permits(permissions, domain, definer, scope)
            ? Optional.empty()
            : Optional.of(prohibition(app, scope, asked));
      }
    }
    return isLeft(app, scope, definers, domain)
        ? Optional.of(denial(app, scope))
        : Optional.empty();
  }

  /**
   * How a spec asks for a scope.
   *
   * @param field field of the spec
   * @param named ids of the Apps without ClientApplication that the spec names
   * @param permitted whether the policies permit the scope by the name in the spec
   */
  record Asked(String field, Set<String> named, boolean permitted) {

    static final Asked BY_AUDIENCE = new Asked("spec.client.allowedScopes", Set.of(), false);
  }

  private static Outcome prohibition(ClientApplication app, String scope, Asked asked) {
    return DomainAccess.notPermitted(References.domainOf(app), new Violation(asked.field(), scope));
  }

  private boolean isAdmitted(ClientApplication app, ClientApplication definer) {
    var key = References.key(definer);
    return key.equals(References.key(app))
        || consumers.admit(key, app.getMetadata().getNamespace());
  }

  /**
   * Whether an App, which no application has now, is neither left by one, nor to be taken over from
   * another cluster, nor the domain itself.
   */
  private boolean isOutside(ClientApplication app, ObservedApplication definer) {
    var predecessors =
        graph
            .domainSpec(References.domainOf(app))
            .map(IdentityDomainSpec::successorOf)
            .orElseGet(List::of);
    var ownership = owners.of(definer);
    return owners.owner(ownership).isEmpty()
        && ownership.lastOwner().filter(tag -> predecessors.contains(tag.clusterId())).isEmpty()
        && !definer.ref().id().equals(RoleName.DOMAIN_APP);
  }

  private static boolean permits(
      Permissions permissions,
      KnownApplications domain,
      ObservedApplication definer,
      String scope) {
    var value = scope.substring(definer.audience().length());
    var name = definer.displayName();
    return permissions.permitsScope(new ExternalApplicationRef(definer.clientId(), null), value)
        || (domain.named(null, name).size() == 1
            && permissions.permitsScope(new ExternalApplicationRef(null, name), value));
  }

  /** An application that does not exist has not withdrawn its consent, nor given it to others. */
  private boolean isLeft(
      ClientApplication app,
      String scope,
      List<ObservedApplication> definers,
      KnownApplications domain) {
    var tag = owners.tag(app);
    return !domain.allowedScopes(tag).contains(scope)
        && definers.stream().anyMatch(d -> !d.ref().id().equals(RoleName.DOMAIN_APP))
        && definers.stream().map(owners::of).noneMatch(tag::isOfSameNamespace);
  }

  private static Outcome denial(ClientApplication app, String scope) {
    return new Outcome.Stalled(
        Reason.NamespaceNotAllowed,
        "The ClientApplication that defines scope %s does not allow namespace %s to use it. The App lacks the scope. Extend spec.consumers of that application, or correct spec.client.allowedScopes."
            .formatted(scope, app.getMetadata().getNamespace()),
        Interval.NAMESPACE_CONSENT.duration());
  }
}
