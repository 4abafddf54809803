package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainStatus;
import dev.identitydomains.operator.controller.reconcile.ReconcileSteps;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.Wakeups;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import dev.identitydomains.operator.engine.inventory.InventoryChanges;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The steps of IdentityDomains: check the domain, and requeue the resources that wait for it. */
final class DomainSteps implements ReconcileSteps<IdentityDomain, DomainResult> {

  private static final int MAX_NAMED = 10;

  private final DomainProbe probe;
  private final DomainConnections domains;
  private final DomainUsers users;
  private final CredentialsProtection credentials;
  private final Wakeups wakeups;
  private final StatusReporter reporter;
  private final EventRecorder events;

  DomainSteps(
      DomainProbe probe,
      DomainConnections domains,
      DomainUsers users,
      CredentialsProtection credentials,
      Wakeups wakeups,
      StatusReporter reporter,
      EventRecorder events) {
    this.probe = probe;
    this.domains = domains;
    this.users = users;
    this.credentials = credentials;
    this.wakeups = wakeups;
    this.reporter = reporter;
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
    var before = Optional.ofNullable(domain.getStatus());
    var facts = Optional.ofNullable(result.ready()).map(ready -> ready.facts());
    facts.ifPresent(now ->
        before
            .flatMap(status -> EndpointChange.between(status, now))
            .ifPresent(change -> events.normal(domain, Event.EndpointsChanged, change)));
    if (result.certificateEnd() != null) {
      events.normal(
          domain,
          Event.CertificateEndsSoon,
          "The certificate in the Secret of spec.credentials.tlsClientAuth ends at %s. Renew it."
              .formatted(result.certificateEnd()));
    }
    var status =
        new IdentityDomainStatus(
            reporter.observedGeneration(domain, result.outcome()),
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
            users.applications(domain).size(),
            withdrawn(domain),
            orphans(domain),
            lastInventory(domain)
                .or(() -> before.map(IdentityDomainStatus::lastInventoryTime))
                .orElse(null));
    reporter.write(domain, status, IdentityDomain::new);
  }

  private @Nullable List<String> withdrawn(IdentityDomain domain) {
    var keys = users.withdrawn(domain).stream().map(References::key).sorted().limit(100).toList();
    return keys.isEmpty() ? null : keys;
  }

  /** Counts the Apps without owner, and names them when there are more than before. */
  private @Nullable Integer orphans(IdentityDomain domain) {
    var before = Optional.ofNullable(domain.getStatus()).map(IdentityDomainStatus::orphans);
    var connection = domains.connectionWithInventory(References.key(domain));
    if (connection.isEmpty()) {
      return before.orElse(null);
    }
    var found = users.orphans(connection.get());
    found
        .filter(owners -> owners.size() > before.orElse(0))
        .ifPresent(owners -> events.normal(domain, Event.OrphansFound, orphaned(owners)));
    return found.map(List::size).orElse(null);
  }

  private static String orphaned(List<String> owners) {
    return "Apps in the domain whose ClientApplications do not exist: %d, namely those of %s%s. Create the ClientApplications anew, adopt the Apps, or delete them."
        .formatted(
            owners.size(),
            String.join(", ", owners.subList(0, Math.min(owners.size(), MAX_NAMED))),
            owners.size() > MAX_NAMED ? " and others" : "");
  }

  private Optional<String> lastInventory(IdentityDomain domain) {
    return domains
        .lastConnection(References.key(domain))
        .flatMap(DomainConnection::lastInventory)
        .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
