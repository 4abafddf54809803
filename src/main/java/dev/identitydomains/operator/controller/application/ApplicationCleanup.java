package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.credentials.ClientCertificateRotation;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.plan.AppDeletion;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Deletes the App of a deleted ClientApplication from its domain. */
final class ApplicationCleanup {

  private final ResourceGraph graph;
  private final DomainConnections domains;
  private final EventRecorder events;

  ApplicationCleanup(ResourceGraph graph, DomainConnections domains, EventRecorder events) {
    this.graph = graph;
    this.domains = domains;
    this.events = events;
  }

  /** Deletes the App; returns the obstacle, or empty when the finalizer may be removed. */
  Optional<Outcome> run(ClientApplication app, ApplicationIdentity identity, Priority priority) {
    if (app.getSpec() == null
        || DeletionPolicy.isRetaining(app.getSpec().deletionPolicy())
        || References.isObserved(app)) {
      return Optional.empty();
    }
    var domain =
        Optional.ofNullable(app.getStatus())
            .map(ClientApplicationStatus::domain)
            .orElseGet(() -> References.domainOf(app));
    var connection = domains.lastConnection(domain);
    if (connection.isEmpty()) {
      return wasNeverCreated(app) ? Optional.empty() : Optional.of(unreachable(app));
    }
    try {
      delete(app, identity, connection.get(), priority)
          .ifPresent(clientId ->
              events.normal(
                  app, Event.Deleted, "App with client id %s deleted.".formatted(clientId)));
      return Optional.empty();
    } catch (CallException | TokenFailure e) {
      return Optional.of(FailureOutcomes.blocked(e));
    }
  }

  /** Returns the client id of the deleted App; empty when there was none. */
  private Optional<String> delete(
      ClientApplication app,
      ApplicationIdentity identity,
      DomainConnection connection,
      Priority priority) {
    Predicate<Ownership> changeable =
        other -> graph.isWritable(identity.owner().clusterId(), other);
    var deleted =
        clientIds(app, identity).stream()
            .map(clientId -> deletion(app, identity, clientId))
            .filter(deletion -> connection.applications().delete(deletion, changeable, priority))
            .map(AppDeletion::clientId)
            .findFirst();
    if (ClientCertificateRotation.declared(app).isPresent()) {
      var prefix = ClientCertificateRotation.prefix(identity);
      connection.certificates().deleteOthers(prefix, List.of(), priority);
    }
    return deleted;
  }

  private static AppDeletion deletion(
      ClientApplication app, ApplicationIdentity identity, String clientId) {
    return new AppDeletion(
        clientId,
        DesiredApplications.nameToAdopt(identity, app.getSpec()),
        identity.owner(),
        app.getSpec().deletionPolicy() == DeletionPolicy.Delete);
  }

  /**
   * The client ids that the App may have: the spec may have another one, and another writer may
   * have changed the status. An App without the owner tag stays anyway.
   */
  private static List<String> clientIds(ClientApplication app, ApplicationIdentity identity) {
    return Stream.concat(
            Optional.ofNullable(app.getStatus()).map(ClientApplicationStatus::clientId).stream(),
            Stream.of(DesiredApplications.clientId(identity, app.getSpec())))
        .distinct()
        .toList();
  }

  /**
   * Once the domain was ready, a status without an id proves nothing: a process may have ended
   * before it wrote the status.
   */
  private boolean wasNeverCreated(ClientApplication app) {
    return (app.getStatus() == null || app.getStatus().appId() == null)
        && graph
            .domain(References.domainOf(app))
            .map(IdentityDomain::getStatus)
            .filter(domain -> domain.issuer() != null)
            .isEmpty();
  }

  private static Outcome unreachable(ClientApplication app) {
    return new Outcome.WaitingForDependency(
        Reason.DeletionBlocked,
        "The operator cannot delete the App: IdentityDomain %s is missing or not connected. Restore the IdentityDomain, or set spec.deletionPolicy to Retain."
            .formatted(References.domainOf(app)));
  }
}
