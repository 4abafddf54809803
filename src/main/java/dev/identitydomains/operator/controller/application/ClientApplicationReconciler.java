package dev.identitydomains.operator.controller.application;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationStatus;
import dev.identitydomains.operator.controller.credentials.SecretRotation;
import dev.identitydomains.operator.controller.reconcile.FailureOutcomes;
import dev.identitydomains.operator.controller.reconcile.ImmutableFields;
import dev.identitydomains.operator.controller.reconcile.ReconcileLifecycle;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.References;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.engine.calls.Priority;
import dev.identitydomains.operator.engine.domain.DomainState;
import dev.identitydomains.operator.kube.TrimmedItemStore;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Outcome;
import dev.identitydomains.operator.status.StatusTimestamp;
import dev.identitydomains.operator.translate.ApplicationIdentity;
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
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps an App as its ClientApplication says. */
@ControllerConfiguration(
    name = "clientapplication",
    finalizerName = "identitydomains.dev/clientapplication",
    fieldManager = WellKnownNames.FIELD_MANAGER)
public final class ClientApplicationReconciler
    implements Reconciler<ClientApplication>, Cleaner<ClientApplication> {

  private static final String OWNED_SECRETS = "secret";

  private final String clusterId;
  private final ResourceGraph graph;
  private final DomainAccess domains;
  private final ApplicationReconciliation reconciliation;
  private final ApplicationCleanup cleanup;
  private final ReconcileLifecycle lifecycle;
  private final StatusReporter reporter;

  public ClientApplicationReconciler(
      String clusterId,
      ResourceGraph graph,
      DomainAccess domains,
      ApplicationReconciliation reconciliation,
      ApplicationCleanup cleanup,
      ReconcileLifecycle lifecycle,
      StatusReporter reporter) {
    this.clusterId = clusterId;
    this.graph = graph;
    this.domains = domains;
    this.reconciliation = reconciliation;
    this.cleanup = cleanup;
    this.lifecycle = lifecycle;
    this.reporter = reporter;
  }

  @Override
  public List<EventSource<?, ClientApplication>> prepareEventSources(
      EventSourceContext<ClientApplication> context) {
    var owned =
        InformerEventSourceConfiguration.from(Secret.class, ClientApplication.class)
            .withName(OWNED_SECRETS)
            .withLabelSelector(WellKnownNames.MANAGED_BY_LABEL + "=" + WellKnownNames.MANAGED_BY)
            .withItemStore(new TrimmedItemStore<>())
            .withOnAddFilter(_ -> false) // who makes them is this operator
            .build();
    return List.of(
        new InformerEventSource<>(owned, context),
        graph.joinApplications(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<ClientApplication> reconcile(
      ClientApplication app, Context<ClientApplication> context) {
    var owned = context.getSecondaryResources(Secret.class);
    return lifecycle.reconcile(app, priority -> reconcile(app, owned, priority));
  }

  private ReconcileLifecycle.End reconcile(
      ClientApplication app, Set<Secret> owned, Priority priority) {
    var progress = progress(app, owned, priority);
    var changed = progress.changed() || References.isChanged(app);
    progress.madeAppId().ifPresent(id -> graph.applicationMade(app, id, changed));
    if (!(progress.outcome() instanceof Outcome.Unknown)) {
      report(app, progress);
    }
    return new ReconcileLifecycle.End(progress.outcome(), interval(app, progress));
  }

  /** Until the client secret or a key is to be rotated, if that is earlier than the usual look. */
  private static Duration interval(ClientApplication app, ApplicationResult progress) {
    var now = Instant.now();
    var secret =
        Optional.ofNullable(progress.facts().secretRotatedAt())
            .flatMap(StatusTimestamp::parse)
            .flatMap(at -> SecretRotation.untilDue(app, Optional.of(at), now));
    var key = progress.nextChange().map(at -> Duration.between(now, at));
    return Stream.concat(secret.stream(), key.stream())
        .map(due -> due.isNegative() ? Duration.ZERO : due)
        .map(due -> due.plusSeconds(1))
        .filter(due -> due.compareTo(Interval.RESYNC.duration()) < 0)
        .min(Duration::compareTo)
        .orElse(Interval.RESYNC.duration());
  }

  @Override
  public DeleteControl cleanup(ClientApplication app, Context<ClientApplication> context) {
    return lifecycle.remove(
        app,
        priority -> cleanup.run(app, identity(app), priority),
        blocked -> report(app, ApplicationResult.stopped(blocked, app.getStatus())),
        () -> graph.applicationDeleted(app));
  }

  private ApplicationResult progress(ClientApplication app, Set<Secret> owned, Priority priority) {
    var problems = SpecCheck.problems(app.getSpec());
    if (!problems.isEmpty()) {
      return ApplicationResult.stopped(FailureOutcomes.invalidSpec(problems), app.getStatus());
    }
    var changed = ImmutableFields.changed(app);
    if (changed.isPresent()) {
      return ApplicationResult.stopped(changed.get(), app.getStatus());
    }
    return switch (domains.of(References.domainOf(app), app)) {
      case DomainAccess.Denied denied ->
          ApplicationResult.stopped(denied.outcome(), app.getStatus());
      case DomainAccess.Granted granted -> reconcile(app, granted.domain(), owned, priority);
    };
  }

  private ApplicationResult reconcile(
      ClientApplication app, DomainState.Ready domain, Set<Secret> owned, Priority priority) {
    var changed = ImmutableFields.changed(app, identity(app), domain.connection().applications());
    if (changed.isPresent()) {
      return ApplicationResult.stopped(changed.get(), app.getStatus());
    }
    try {
      return reconciliation.run(app, identity(app), domain, owned, priority);
    } catch (KubernetesClientException e) {
      return ApplicationResult.stopped(FailureOutcomes.refused(e), app.getStatus());
    }
  }

  private ApplicationIdentity identity(ClientApplication app) {
    var metadata = app.getMetadata();
    return new ApplicationIdentity(
        new OwnerTag(clusterId, metadata.getNamespace(), metadata.getName()), metadata.getUid());
  }

  private void report(ClientApplication app, ApplicationResult progress) {
    var before = Optional.ofNullable(app.getStatus());
    var conditions =
        reporter.conditions(
            app, before.map(ClientApplicationStatus::conditions).orElse(null), progress.outcome());
    var lastSync =
        reporter.syncTime(
            before.map(ClientApplicationStatus::lastSyncTime).orElse(null),
            progress.outcome(),
            progress.changed());
    var status = progress.status(app.getMetadata().getGeneration(), conditions, lastSync);
    reporter.statuses().write(app, status, ClientApplication::new);
  }
}
