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
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.ApiServerBulkhead;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Removes the App of a deleted ClientApplication from its domain. */
public final class ApplicationCleanup {

  private final ApiServerBulkhead permits;
  private final ResourceGraph graph;
  private final DomainConnections domains;
  private final EventRecorder events;

  public ApplicationCleanup(
      ApiServerBulkhead permits,
      ResourceGraph graph,
      DomainConnections domains,
      EventRecorder events) {
    this.permits = permits;
    this.graph = graph;
    this.domains = domains;
    this.events = events;
  }

  /** Removes the App; returns what stands in the way, or nothing when the finalizer may go. */
  Optional<Outcome> run(ClientApplication app, ApplicationIdentity identity, Priority priority) {
    if (app.getSpec() == null
        || DeletionPolicy.isRetaining(app.getSpec().deletionPolicy())
        || References.isObserved(app)) {
      return Optional.empty();
    }
    var status = Optional.ofNullable(app.getStatus());
    var domain =
        status.map(ClientApplicationStatus::domain).orElseGet(() -> References.domainOf(app));
    var connection = domains.lastConnection(domain);
    if (connection.isEmpty()) {
      return wasNeverMade(app) ? Optional.empty() : Optional.of(unreachable(app));
    }
    try {
      var clientIds = clientIds(app, identity);
      var displayName = DesiredApplications.nameToAdopt(identity, app.getSpec());
      var adoptedToo = app.getSpec().deletionPolicy() == DeletionPolicy.Delete;
      var sync = connection.get().applications();
      var owner = identity.owner();
      var deleted =
          permits.runWithoutPermit(() ->
              clientIds.stream()
                  .filter(clientId ->
                      !sync.delete(
                              clientId,
                              displayName,
                              owner,
                              adoptedToo,
                              other -> graph.isWritable(owner.clusterId(), other),
                              priority)
                          .isEmpty())
                  .findFirst());
      if (ClientCertificateRotation.declared(app).isPresent()) {
        var certificates = connection.get().certificates();
        permits.runWithoutPermit(() -> {
          certificates.deleteOthers(
              ClientCertificateRotation.prefix(identity), List.of(), priority);
          return certificates;
        });
      }
      deleted.ifPresent(clientId ->
          events.normal(app, Event.Deleted, "App with client id %s deleted.".formatted(clientId)));
      return Optional.empty();
    } catch (CallException | TokenFailure e) {
      return Optional.of(FailureOutcomes.blocked(e));
    }
  }

  /**
   * The client ids that the App may have been made with: the spec may say something else by now,
   * and the status may have been made up. What is not the application's own is left.
   */
  private static List<String> clientIds(ClientApplication app, ApplicationIdentity identity) {
    return Stream.concat(
            Optional.ofNullable(app.getStatus()).map(ClientApplicationStatus::clientId).stream(),
            Stream.of(DesiredApplications.clientId(identity, app.getSpec())))
        .distinct()
        .toList();
  }

  /** A status without an id proves nothing once the domain was ready: the process may have died. */
  private boolean wasNeverMade(ClientApplication app) {
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
        "IdentityDomain %s is missing or not connected, so the App cannot be deleted. Bring it back, or set spec.deletionPolicy to Retain."
            .formatted(References.domainOf(app)));
  }
}
