package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.engine.Domains;
import dev.identitydomains.operator.engine.Urgency;
import dev.identitydomains.operator.scim.ScimException;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.ApplicationIdentity;
import dev.identitydomains.operator.translate.DesiredApplications;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Removes the App of a deleted ClientApplication from its domain. */
final class ApplicationRemoval {

  private final ApiServerTurns turns;
  private final ResourceGraph graph;
  private final Domains domains;
  private final EventRecorder events;

  ApplicationRemoval(
      ApiServerTurns turns, ResourceGraph graph, Domains domains, EventRecorder events) {
    this.turns = turns;
    this.graph = graph;
    this.domains = domains;
    this.events = events;
  }

  /** Removes the App; returns what stands in the way, or nothing when the finalizer may go. */
  Optional<Outcome> run(ClientApplication app, ApplicationIdentity identity, Urgency urgency) {
    if (app.getSpec() == null
        || "Retain".equals(app.getSpec().deletionPolicy())
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
      var clientId = clientId(app, identity);
      var displayName = DesiredApplications.nameToAdopt(identity, app.getSpec());
      var adoptedToo = "Delete".equals(app.getSpec().deletionPolicy());
      var sync = connection.get().applications();
      var owner = identity.owner();
      var changes =
          turns.aside(() ->
              sync.delete(
                  clientId,
                  displayName,
                  owner,
                  adoptedToo,
                  other -> graph.isWritable(owner.clusterId(), other),
                  urgency));
      if (ClientKeys.declared(app).isPresent()) {
        var certificates = connection.get().certificates();
        turns.aside(() -> {
          certificates.deleteOthers(ClientKeys.prefix(identity), List.of(), urgency);
          return certificates;
        });
      }
      if (!changes.isEmpty()) {
        events.normal(app, Event.Deleted, "App with client id %s deleted.".formatted(clientId));
      }
      return Optional.empty();
    } catch (ScimException | TokenFailure e) {
      return Optional.of(blocked(Failures.of(e)));
    }
  }

  /** The client id that the App was made with, should the spec say something else by now. */
  private static String clientId(ClientApplication app, ApplicationIdentity identity) {
    return Optional.ofNullable(app.getStatus())
        .map(ClientApplicationStatus::clientId)
        .orElseGet(() -> DesiredApplications.clientId(identity, app.getSpec()));
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
    return new Outcome.Waiting(
        Reason.DeletionBlocked,
        "IdentityDomain %s is missing or not connected, so the App cannot be deleted. Bring it back, or set spec.deletionPolicy to Retain."
            .formatted(References.domainOf(app)));
  }

  static Outcome blocked(Outcome failure) {
    var retryAfter =
        failure instanceof Outcome.Failing failing
            ? failing.retryAfter()
            : Optional.<Duration>empty();
    return new Outcome.Failing(Reason.DeletionBlocked, failure.message(), retryAfter);
  }
}
