package dev.identitydomains.operator.controller.domain;

import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainStatus;
import dev.identitydomains.operator.controller.reconcile.ApiServerFailures;
import dev.identitydomains.operator.controller.reconcile.DomainLogContext;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.domain.DomainConnection;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.engine.domain.OpenIdConfiguration;
import dev.identitydomains.operator.engine.inventory.InventoryChanges;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.kube.ApiServerBulkhead;
import dev.identitydomains.operator.kube.TrimmedItemStore;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.status.RequestIds;
import dev.identitydomains.operator.token.TokenFailure;
import dev.identitydomains.operator.translate.SpecCheck;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps the connection to a domain usable, and tells those who wait for it. */
@ControllerConfiguration(
    name = "identitydomain",
    finalizerName = "identitydomains.dev/identitydomain",
    fieldManager = WellKnownNames.FIELD_MANAGER)
public final class IdentityDomainReconciler
    implements Reconciler<IdentityDomain>, Cleaner<IdentityDomain> {

  private static final String BY_SECRET = "secret";

  private final ApiServerBulkhead permits;
  private final DomainConnections domains;
  private final ResourceGraph graph;
  private final ConnectionSettingsReader settings;
  private final StatusReporter reporter;
  private final ApiServerFailures setbacks;

  public IdentityDomainReconciler(
      ApiServerBulkhead permits,
      DomainConnections domains,
      ResourceGraph graph,
      ConnectionSettingsReader settings,
      StatusReporter reporter) {
    this.permits = permits;
    this.domains = domains;
    this.graph = graph;
    this.settings = settings;
    this.reporter = reporter;
    this.setbacks = new ApiServerFailures(reporter);
  }

  /** What a check found: the outcome, and the domain's facts where it answered. */
  private record Check(Outcome outcome, Optional<DomainState.Ready> ready) {

    static Check failed(Outcome outcome) {
      return new Check(outcome, Optional.empty());
    }

    DomainState state() {
      return ready
          .map(DomainState.class::cast)
          .orElseGet(() -> new DomainState.NotReady(RequestIds.strip(outcome.message())));
    }
  }

  @Override
  public List<EventSource<?, IdentityDomain>> prepareEventSources(
      EventSourceContext<IdentityDomain> context) {
    var cache = context.getPrimaryCache();
    cache.addIndexer(BY_SECRET, domain -> secretNames(domain).toList());
    var credentials =
        InformerEventSourceConfiguration.from(Secret.class, IdentityDomain.class)
            .withName("credentials")
            .withLabelSelector(WellKnownNames.CREDENTIALS_LABEL)
            .withItemStore(new TrimmedItemStore<>())
            .withSecondaryToPrimaryMapper(secret ->
                cache.byIndex(BY_SECRET, References.key(secret)).stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper((IdentityDomain domain) ->
                secretNames(domain).map(IdentityDomainReconciler::id).collect(Collectors.toSet()))
            .build();
    return List.of(new InformerEventSource<>(credentials, context), graph.joinDomains(cache));
  }

  @Override
  public UpdateControl<IdentityDomain> reconcile(
      IdentityDomain domain, Context<IdentityDomain> context) {
    if (References.isPaused(domain)) {
      return UpdateControl.noUpdate();
    }
    graph.awaitComplete();
    try (var _ = new DomainLogContext(References.key(domain))) {
      return reconcile(domain);
    }
  }

  private UpdateControl<IdentityDomain> reconcile(IdentityDomain domain) {
    var update = UpdateControl.<IdentityDomain>noUpdate();
    try {
      var check = observe(domain);
      report(domain, check);
      return reporter
          .nextCheck(domain, check.outcome(), DriftCheckInterval.interval(Optional.of(domain)))
          .map(update::rescheduleAfter)
          .orElse(update);
    } catch (KubernetesClientException e) {
      return update.rescheduleAfter(setbacks.after(domain, e));
    }
  }

  @Override
  public DeleteControl cleanup(IdentityDomain domain, Context<IdentityDomain> context) {
    if (References.isPaused(domain)) {
      return DeleteControl.noFinalizerRemoval();
    }
    graph.awaitComplete();
    var users =
        Stream.concat(graph.applicationsOf(domain).stream(), graph.grantsIn(domain).stream())
            .map(user -> user.getKind() + " " + References.key(user))
            .sorted()
            .toList();
    if (!users.isEmpty()) {
      return waitFor(users, domain);
    }
    domains.close(References.key(domain));
    reporter.forget(domain);
    return DeleteControl.defaultDelete();
  }

  private DeleteControl waitFor(List<String> users, IdentityDomain domain) {
    var message =
        "%d resources still use this domain, %s among them: delete them first."
            .formatted(users.size(), users.getLast());
    var control = DeleteControl.noFinalizerRemoval();
    try {
      observe(domain); // its applications need the connection to be deleted
      report(
          domain, Check.failed(new Outcome.WaitingForDependency(Reason.DeletionBlocked, message)));
      return control.rescheduleAfter(Interval.DRIFT_CHECK.duration());
    } catch (KubernetesClientException e) {
      return control.rescheduleAfter(setbacks.after(domain, e));
    }
  }

  /** Checks the domain, and wakes what that matters to. */
  private Check observe(IdentityDomain domain) {
    var check = check(domain);
    var key = References.key(domain);
    var state = check.state();
    var changed = !domains.update(key, state).equals(Optional.of(state));
    var changes =
        domains
            .lastConnection(key)
            .map(DomainConnection::drainChanges)
            .orElse(InventoryChanges.NONE);
    if (References.isChanged(domain)) {
      graph.domainChanged(domain);
    } else {
      graph.domainObserved(domain, changed, changes);
    }
    return check;
  }

  private Check check(IdentityDomain domain) {
    var problems = SpecCheck.problems(domain.getSpec());
    if (!problems.isEmpty()) {
      return Check.failed(FailureOutcomes.invalidSpec(problems));
    }
    try {
      return probe(domain);
    } catch (ConnectionSettingsReader.Missing | IllegalArgumentException e) {
      return Check.failed(
          new Outcome.Retrying(
              Reason.DomainNotReady,
              String.valueOf(e.getMessage()),
              Optional.of(Interval.CREDENTIALS.duration())));
    } catch (TokenFailure e) {
      return Check.failed(FailureOutcomes.rejected(e, Interval.CREDENTIALS.duration()));
    } catch (CallException e) {
      return Check.failed(FailureOutcomes.forCall(e));
    }
  }

  private Check probe(IdentityDomain domain) {
    var connection = domains.open(References.key(domain), settings.read(domain));
    // the wait for the next check is at least this part of the interval
    var enough = DriftCheckInterval.interval(Optional.of(domain)).multipliedBy(8).dividedBy(10);
    var facts = permits.runWithoutPermit(() -> connection.observe(enough));
    return new Check(
        new Outcome.Synced("The domain answers and admits the operator's client."),
        Optional.of(new DomainState.Ready(connection, facts)));
  }

  private void report(IdentityDomain domain, Check check) {
    var before = Optional.ofNullable(domain.getStatus());
    var facts = check.ready().map(DomainState.Ready::facts);
    var status =
        new IdentityDomainStatus(
            domain.getMetadata().getGeneration(),
            reporter.conditions(
                domain, before.map(IdentityDomainStatus::conditions).orElse(null), check.outcome()),
            facts
                .map(OpenIdConfiguration::issuer)
                .or(() -> before.map(IdentityDomainStatus::issuer))
                .orElse(null),
            facts
                .map(OpenIdConfiguration::tokenEndpoint)
                .or(() -> before.map(IdentityDomainStatus::tokenEndpoint))
                .orElse(null),
            graph.applicationsOf(domain).size(),
            domains
                .lastConnection(References.key(domain))
                .flatMap(DomainConnection::lastInventory)
                .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                .or(() -> before.map(IdentityDomainStatus::lastInventoryTime))
                .orElse(null));
    reporter.statuses().write(domain, status, IdentityDomain::new);
  }

  private static Stream<String> secretNames(IdentityDomain domain) {
    var credentials = domain.getSpec() == null ? null : domain.getSpec().credentials();
    if (credentials == null) {
      return Stream.empty();
    }
    var names = Stream.<String>builder();
    if (credentials.clientSecret() != null) {
      names.add(credentials.clientSecret().secretRef().name());
    }
    if (credentials.privateKeyJwt() != null) {
      names.add(credentials.privateKeyJwt().secretRef().name());
    }
    if (credentials.tlsClientAuth() != null) {
      names.add(credentials.tlsClientAuth().secretRef().name());
    }
    return names.build().map(name -> domain.getMetadata().getNamespace() + "/" + name);
  }

  private static ResourceID id(String key) {
    var parts = key.split("/", 2);
    return new ResourceID(parts[1], parts[0]);
  }
}
