package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reconcile.LimitOutcomes;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.RoleReferences;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.plan.Adoption;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Resolves the roles and scopes that a ClientApplication refers to. */
final class ApplicationReferences {

  /** The writes that have scopes. */
  private static final Set<String> WRITES_OF_APPS = Set.of("POST Apps", "PATCH Apps");

  private final AppOwners owners;
  private final RoleReferences roles;
  private final ScopeReferences scopes;

  ApplicationReferences(AppOwners owners, RoleReferences roles, ScopeReferences scopes) {
    this.owners = owners;
    this.roles = roles;
    this.scopes = scopes;
  }

  /**
   * The resolved references.
   *
   * @param scopes the scopes that the operator leaves out, and those it adds
   */
  record Resolved(RoleReferences.Resolved roles, ScopeReferences.Resolved scopes) {

    /** The fully qualified names of the scopes that the spec asks for. */
    Stream<String> requested(ClientApplication app) {
      return Stream.concat(References.allowedScopes(app), scopes.external().stream());
    }

    /** The desired App, without the roles and scopes that it cannot get. */
    DesiredApplication desire(ClientApplication app, ApplicationIdentity identity) {
      var declared = DesiredApplications.of(identity, app.getSpec());
      var grants = declared.roles();
      var granting =
          grants == null
              ? declared
              : declared.withRoles(GrantedRoles.desired(app, roles, grants.exact()));
      var further =
          References.declaresExternalScopes(app)
              ? granting.withScopes(scopes.external())
              : granting;
      return further.withoutScopes(scopes.leftOut());
    }
  }

  Resolved resolve(ClientApplication app, DomainConnection connection) {
    return new Resolved(
        roles.resolve(app, References.domainOf(app), connection),
        scopes.resolve(app, connection.knownApplications()));
  }

  /** Whether an App that an application may adopt is that of another application. */
  boolean isOfAnother(ApplicationContext run, DesiredApplication desired) {
    return desired.claim().adoption() != Adoption.NEVER
        && run.known().clientIds(desired).anyMatch(id -> owners.isOfAnother(run.app(), id));
  }

  /**
   * The same without scopes that may be why the domain has refused the App; empty when they are
   * not.
   *
   * @param found the App as it is after the refusal; null for none
   * @param failed a 400
   */
  Optional<Resolved> withoutRefused(
      ApplicationContext run,
      Resolved resolved,
      @Nullable ObservedApplication found,
      CallException failed) {
    if (!(failed.failure() instanceof CallFailure.Answered answer)
        || !WRITES_OF_APPS.contains(answer.operation())
        || LimitOutcomes.of(failed, run.connection().appLimit()).isPresent()) {
      return Optional.empty();
    }
    var present = found == null ? Set.<String>of() : found.allowedScopes();
    return scopes
        .without(run.app(), resolved.scopes(), answer, present, run.known())
        .map(fewer -> new Resolved(resolved.roles(), fewer));
  }

  /** The obstacle to the creation of the App; empty for none. */
  Optional<Outcome> obstacle(ApplicationContext run, Resolved resolved) {
    return scopes.obstacle(run.app(), resolved.scopes(), run.known());
  }

  /** The outcome for roles and scopes that the App lacks; empty for none. */
  Optional<Outcome> missing(ClientApplication app, Resolved resolved) {
    return resolved
        .roles()
        .obstacle(app, "spec.appRoles")
        .or(() -> scopes.lacking(app, resolved.scopes()));
  }

  /** The outcome of a failed call that names a missing scope; empty for other failures. */
  Optional<Outcome> missingScope(
      ClientApplication app, Resolved resolved, RuntimeException failed) {
    return failed instanceof CallException call
            && call.failure() instanceof CallFailure.Answered answer
        ? scopes.refused(app, resolved.scopes(), answer)
        : Optional.empty();
  }

  /** Selects the Apps that may lose a scope of an application. */
  Predicate<Ownership> changeable() {
    return owners::isWritable;
  }
}
