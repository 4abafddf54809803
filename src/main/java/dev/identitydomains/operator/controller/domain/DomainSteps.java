package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainStatus;
import dev.identitydomains.operator.controller.reconcile.ReconcileSteps;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import dev.identitydomains.operator.engine.inventory.InventoryChanges;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps of IdentityDomains: check the domain, and requeue the resources that wait for it. */
final class DomainSteps implements ReconcileSteps<IdentityDomain, DomainResult> {

  private final DomainProbe probe;
  private final DomainConnections domains;
  private final ResourceGraph graph;
  private final Wakeups wakeups;
  private final StatusReporter reporter;

  DomainSteps(
      DomainProbe probe,
      DomainConnections domains,
      ResourceGraph graph,
      Wakeups wakeups,
      StatusReporter reporter) {
    this.probe = probe;
    this.domains = domains;
    this.graph = graph;
    this.wakeups = wakeups;
    this.reporter = reporter;
  }

  @Override
  public DomainResult apply(IdentityDomain domain, Priority priority) {
    var key = References.key(domain);
    var result = probe.run(domain);
    var state = result.state();
    var stateChanged = !domains.update(key, state).equals(Optional.of(state));
    var changes =
        domains
            .lastConnection(key)
            .map(DomainConnection::drainChanges)
            .orElse(InventoryChanges.NONE);
    if (References.isChanged(domain)) {
      wakeups.domainChanged(domain);
    } else {
      wakeups.domainChecked(domain, stateChanged, changes);
    }
    return result;
  }

  @Override
  public Optional<DomainResult> cleanup(IdentityDomain domain, Priority priority) {
    var users =
        Stream.concat(graph.applicationsOf(domain).stream(), graph.grantsIn(domain).stream())
            .map(user -> user.getKind() + " " + References.key(user))
            .sorted()
            .toList();
    if (users.isEmpty()) {
      domains.close(References.key(domain));
      return Optional.empty();
    }
    apply(domain, priority); // the deletions of its applications need the connection
    return Optional.of(new DomainResult(inUse(users), null, Interval.DRIFT_CHECK.duration()));
  }

  private static Outcome inUse(List<String> users) {
    return new Outcome.WaitingForDependency(
        Reason.DeletionBlocked,
        "%d resources still use this domain, for example %s. Delete them first."
            .formatted(users.size(), users.getLast()));
  }

  @Override
  public void report(IdentityDomain domain, DomainResult result) {
    var before = Optional.ofNullable(domain.getStatus());
    var facts = Optional.ofNullable(result.ready()).map(ready -> ready.facts());
    var status =
        new IdentityDomainStatus(
            domain.getMetadata().getGeneration(),
            reporter.conditions(
                domain,
                before.map(IdentityDomainStatus::conditions).orElse(null),
                result.outcome()),
            facts
                .map(OpenIdConfiguration::issuer)
                .or(() -> before.map(IdentityDomainStatus::issuer))
                .orElse(null),
            facts
                .map(OpenIdConfiguration::tokenEndpoint)
                .or(() -> before.map(IdentityDomainStatus::tokenEndpoint))
                .orElse(null),
            graph.applicationsOf(domain).size(),
            lastInventory(domain)
                .or(() -> before.map(IdentityDomainStatus::lastInventoryTime))
                .orElse(null));
    reporter.write(domain, status, IdentityDomain::new);
  }

  private Optional<String> lastInventory(IdentityDomain domain) {
    return domains
        .lastConnection(References.key(domain))
        .flatMap(DomainConnection::lastInventory)
        .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
