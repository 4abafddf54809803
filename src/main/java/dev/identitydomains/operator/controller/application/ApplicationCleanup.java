package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.credentials.ClientCertificateRotation;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.AppOwners;
import dev.identitydomains.operator.controller.reference.DeletionPolicies;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.AppChange;
import dev.identitydomains.operator.plan.AppDeletion;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import java.util.Optional;
import java.util.Set;

/** Deletes the App of a deleted ClientApplication from its domain. */
final class ApplicationCleanup {

  private final ResourceGraph graph;
  private final DeletionPolicies policies;
  private final DomainAccess access;
  private final AppOwners owners;
  private final ClientCertificateRotation certificates;
  private final EventRecorder events;

  ApplicationCleanup(
      ResourceGraph graph,
      DeletionPolicies policies,
      DomainAccess access,
      AppOwners owners,
      ClientCertificateRotation certificates,
      EventRecorder events) {
    this.graph = graph;
    this.policies = policies;
    this.access = access;
    this.owners = owners;
    this.certificates = certificates;
    this.events = events;
  }

  /** Deletes the App; returns the obstacle, or empty when the finalizer may be removed. */
  Optional<Outcome> run(ClientApplication app, ApplicationIdentity identity) {
    if (app.getSpec() == null || References.isObserved(app)) {
      return Optional.empty();
    }
    var domain =
        Optional.ofNullable(app.getStatus())
            .map(ClientApplicationStatus::domain)
            .orElseGet(() -> References.domainOf(app));
    var retained = policies.retains(app.getSpec().deletionPolicy(), domain);
    return switch (access.forRemoval(domain, app, known -> isMarked(app, identity, known))) {
      case DomainAccess.NothingToRemove _ -> Optional.empty();
      case DomainAccess.Unreached unreached ->
          isOver(app, unreached, retained) ? Optional.empty() : Optional.of(unreachable(app));
      case DomainAccess.Reached reached -> delete(app, identity, reached, retained);
    };
  }

  /** An unreachable domain holds up no App that stays: it only keeps its owner tag. */
  private boolean isOver(
      ClientApplication app, DomainAccess.Unreached unreached, boolean retained) {
    return isAbsent(app, unreached.admitted()) || (retained && !unreached.unchecked());
  }

  /**
   * After a crash, the domain may have the certificates of a deleted App: their aliases have the
   * uid.
   */
  private static boolean isMarked(
      ClientApplication app, ApplicationIdentity identity, DomainConnection domain) {
    return hasApp(app, identity, domain)
        || domain.applications().isUnconfirmed(clientId(app, identity, domain))
        || (isRecorded(app) && ClientCertificateRotation.declared(app).isPresent());
  }

  private static boolean hasApp(
      ClientApplication app, ApplicationIdentity identity, DomainConnection domain) {
    return domain.knownApplications().hasAppOf(DesiredApplications.claim(identity, app.getSpec()));
  }

  private static boolean isRecorded(ClientApplication app) {
    return app.getStatus() != null && app.getStatus().appId() != null;
  }

  private Optional<Outcome> delete(
      ClientApplication app,
      ApplicationIdentity identity,
      DomainAccess.Reached domain,
      boolean retained) {
    try {
      var clientId = clientId(app, identity, domain.connection());
      var deletion =
          new AppDeletion(
              clientId,
              DesiredApplications.nameToAdopt(identity, app.getSpec()),
              DesiredApplications.claim(identity, app.getSpec()),
              retained,
              app.getSpec().deletionPolicy() == DeletionPolicy.Delete
                  ? domain.permissions().adoptable()
                  : Set.of());
      var listed = domain.connection().knownApplications().certificates(identity.owner());
      var changes = domain.connection().applications().delete(deletion, owners::isWritable);
      if (changes.contains(new AppChange.Release())) {
        events.normal(
            app,
            Event.Retained,
            "App with client id %s stays in the domain. A ClientApplication of the same name in this namespace takes it over."
                .formatted(clientId));
        return Optional.empty();
      }
      if (!changes.isEmpty()) {
        events.normal(app, Event.Deleted, "App with client id %s deleted.".formatted(clientId));
      }
      var isLeft =
          changes.isEmpty() && domain.connection().knownApplications().isReleased(identity.owner());
      if (!retained && !isLeft && ClientCertificateRotation.declared(app).isPresent()) {
        certificates.deleteAll(identity, listed, domain.connection().certificates());
      }
      return Optional.empty();
    } catch (CallException e) {
      var isMade = isRecorded(app) || hasApp(app, identity, domain.connection());
      return e.answered(400) && (retained || !isMade)
          ? Optional.empty() // the App stays, or was never made
          : Optional.of(FailureOutcomes.blocked(e));
    } catch (TokenFailure e) {
      return Optional.of(FailureOutcomes.blocked(e));
    }
  }

  /** The client id of the App with the owner tag, which may differ from the one in the spec. */
  private static String clientId(
      ClientApplication app, ApplicationIdentity identity, DomainConnection connection) {
    return connection
        .knownApplications()
        .owned(identity.owner())
        .map(AppRef::clientId)
        .orElseGet(() -> DesiredApplications.clientId(identity, app.getSpec()));
  }

  /**
   * Whether the application has no App. Once the domain was ready, a status without an id proves
   * nothing for an admitted namespace: a process may have ended before it wrote the status.
   */
  private boolean isAbsent(ClientApplication app, boolean admitted) {
    var wasReady =
        graph
            .domain(References.domainOf(app))
            .map(IdentityDomain::getStatus)
            .filter(domain -> domain.issuer() != null)
            .isPresent();
    return !isRecorded(app) && !(admitted && wasReady);
  }

  private static Outcome unreachable(ClientApplication app) {
    return new Outcome.WaitingForDependency(
        Reason.DeletionBlocked,
        "The operator cannot delete the App: IdentityDomain %s is missing or not connected. Restore the IdentityDomain, or set spec.deletionPolicy to Retain."
            .formatted(References.domainOf(app)));
  }
}
