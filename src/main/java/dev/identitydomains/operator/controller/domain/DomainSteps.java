package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.reconcile.ReconcileSteps;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.inventory.InventoryChanges;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps of IdentityDomains: check the domain, and requeue the resources that wait for it. */
final class DomainSteps implements ReconcileSteps<IdentityDomain, DomainResult> {

  private final DomainProbe probe;
  private final DomainConnections domains;
  private final DomainUsers users;
  private final CredentialsProtection credentials;
  private final Wakeups wakeups;
  private final DomainReport report;
  private final EventRecorder events;

  DomainSteps(
      DomainProbe probe,
      DomainConnections domains,
      DomainUsers users,
      CredentialsProtection credentials,
      Wakeups wakeups,
      DomainReport report,
      EventRecorder events) {
    this.probe = probe;
    this.domains = domains;
    this.users = users;
    this.credentials = credentials;
    this.wakeups = wakeups;
    this.report = report;
    this.events = events;
  }

  @Override
  public DomainResult apply(IdentityDomain domain) {
    var key = References.key(domain);
    credentials.protect(domain);
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
      users.forgetGone();
    }
    return result;
  }

  /** A paused domain holds up no deletion of its Secrets. */
  @Override
  public Optional<DomainResult> withdraw(IdentityDomain domain) {
    credentials.protect(domain);
    return Optional.empty();
  }

  @Override
  public Optional<DomainResult> cleanup(IdentityDomain domain) {
    var known = users.isKnown(domain);
    if (!known) {
      apply(domain); // which objects the domain has, decides who uses it
    }
    var all = users.all(domain);
    var paused = names(all.stream().filter(References::isPaused));
    var active = names(all.stream().filter(user -> !References.isPaused(user)));
    if (active.isEmpty()) {
      if (!paused.isEmpty()) {
        events.normal(domain, Event.Deleted, "Deleted although " + stillUse(paused, "paused "));
      }
      wakeups.domainDeleted(domain); // or two that go at once leave their Secret to each other
      credentials.end(domain);
      domains.close(References.key(domain));
      return Optional.empty();
    }
    if (known) {
      apply(domain); // the deletions of its applications need the connection
    }
    return Optional.of(
        new DomainResult(inUse(active, paused), null, Interval.DRIFT_CHECK.duration()));
  }

  private static List<String> names(Stream<HasMetadata> resources) {
    return resources.map(user -> user.getKind() + " " + References.key(user)).sorted().toList();
  }

  private static Outcome inUse(List<String> active, List<String> paused) {
    return new Outcome.WaitingForDependency(
        Reason.DeletionBlocked,
        stillUse(active, "")
            + (active.size() == 1 ? " Delete it first." : " Delete them first.")
            + (paused.isEmpty() ? "" : " Besides, " + stillUse(paused, "paused ")));
  }

  private static String stillUse(List<String> resources, String which) {
    return resources.size() == 1
        ? "1 %sresource still uses this domain: %s.".formatted(which, resources.getFirst())
        : "%d %sresources still use this domain, for example %s."
            .formatted(resources.size(), which, resources.getLast());
  }

  @Override
  public DomainResult stopped(IdentityDomain domain, Outcome outcome) {
    return new DomainResult(outcome, null, Interval.DRIFT_CHECK.duration());
  }

  @Override
  public void report(IdentityDomain domain, DomainResult result) {
    report.write(domain, result);
  }
}
