package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainStatus;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.status.Conditions;
import dev.identitydomains.operator.status.Event;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of an IdentityDomain. */
final class DomainReport {

  private static final int MAX_NAMED = 10;

  private final DomainConnections domains;
  private final DomainUsers users;
  private final StatusReporter reporter;
  private final EventRecorder events;
  private final Clock clock;

  DomainReport(
      DomainConnections domains,
      DomainUsers users,
      StatusReporter reporter,
      EventRecorder events,
      Clock clock) {
    this.domains = domains;
    this.users = users;
    this.reporter = reporter;
    this.events = events;
    this.clock = clock;
  }

  /** Writes the status of a domain, and tells what has changed by events. */
  void write(IdentityDomain domain, DomainResult result) {
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
            conditions(domain, result),
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

  /** Those of the outcome, and what is known of the keys, also from before. */
  private List<StatusCondition> conditions(IdentityDomain domain, DomainResult result) {
    var before =
        Optional.ofNullable(domain.getStatus()).map(IdentityDomainStatus::conditions).orElse(null);
    var conditions = reporter.conditions(domain, before, result.outcome());
    return Optional.ofNullable(result.ready())
        .map(ready ->
            SigningKeysCondition.of(
                ready.connection().signingKeys(),
                domain.getMetadata().getGeneration(),
                clock.instant()))
        .or(() ->
            Conditions.find(before, Conditions.SIGNING_KEYS_PUBLIC)
                .filter(known ->
                    Objects.equals(
                        known.observedGeneration(), domain.getMetadata().getGeneration())))
        .map(known -> Conditions.with(conditions, before, known))
        .orElse(conditions);
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
