package dev.identitydomains.operator.runtime;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.application.ApplicationCleanup;
import dev.identitydomains.operator.controller.application.ApplicationReconciliation;
import dev.identitydomains.operator.controller.application.ClientApplicationReconciler;
import dev.identitydomains.operator.controller.application.DriftCorrections;
import dev.identitydomains.operator.controller.credentials.ClientCertificateRotation;
import dev.identitydomains.operator.controller.credentials.CredentialsSecrets;
import dev.identitydomains.operator.controller.domain.ConnectionSettingsReader;
import dev.identitydomains.operator.controller.domain.IdentityDomainReconciler;
import dev.identitydomains.operator.controller.grant.AppRoleGrantReconciler;
import dev.identitydomains.operator.controller.grant.GrantCleanup;
import dev.identitydomains.operator.controller.grant.GrantReconciliation;
import dev.identitydomains.operator.controller.reconcile.DomainBulkhead;
import dev.identitydomains.operator.controller.reconcile.ReconcileLifecycle;
import dev.identitydomains.operator.controller.reconcile.StatusReporter;
import dev.identitydomains.operator.controller.reference.AllowedNamespacesCheck;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.RelatedObject;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.role.AppRoleReconciler;
import dev.identitydomains.operator.controller.role.RoleCleanup;
import dev.identitydomains.operator.controller.role.RoleReconciliation;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.kube.ApiServerBulkhead;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.kube.TrimmedItemStore;
import dev.identitydomains.operator.kube.UpdateFilter;
import dev.identitydomains.operator.translate.DesiredApplications;
import dev.identitydomains.operator.translate.DesiredRoles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** The running operator: its controllers, and what they share. */
public final class OperatorProcess implements AutoCloseable {

  private final Operator operator;
  private final ExecutorService executor;
  private final Optional<LeaderElection> leadership;

  private OperatorProcess(
      KubernetesClient client, OperatorOptions options, MeterRegistry registry) {
    var permits = new ApiServerBulkhead();
    executor = permits.executor();
    leadership = options.election().map(election -> new LeaderElection(client, election));
    Metrics metrics = MicrometerMetrics.withoutPerResourceMetrics(registry);
    operator =
        new Operator(o -> {
          o.withKubernetesClient(client)
              .withCloseClientOnStop(false)
              .withExecutorService(executor)
              .withMetrics(metrics)
              .withReconciliationTerminationTimeout(Duration.ofSeconds(20));
          leadership.ifPresent(l -> o.withLeaderElectionConfiguration(l.configuration()));
        });
    var graph = new ResourceGraph();
    register(client, options, registry, graph, permits);
    count(graph, registry);
    operator.start();
    graph.complete();
  }

  /**
   * Starts the operator; its controllers work until {@link #close}.
   *
   * @param client stays the caller's, who closes it afterwards
   * @param registry where its meters go
   */
  public static OperatorProcess start(
      KubernetesClient client, OperatorOptions options, MeterRegistry registry) {
    return new OperatorProcess(client, options, registry);
  }

  /**
   * Whether all that is watched has been read once. A watch that reconnects and a domain that does
   * not answer are no reason to take the process for broken.
   */
  public boolean isReady() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Ends: what is under way is finished, for 20 seconds at most; nothing new begins. */
  @Override
  public void close() {
    leadership.ifPresent(LeaderElection::stopping);
    operator.stop();
    executor.close();
    leadership.ifPresent(LeaderElection::release);
  }

  private void register(
      KubernetesClient client,
      OperatorOptions options,
      MeterRegistry registry,
      ResourceGraph graph,
      ApiServerBulkhead permits) {
    var clock = Clock.systemUTC();
    var schema = new AttributeSchema(DesiredApplications.shapes(), DesiredRoles.shapes());
    var domains = new DomainConnections(CallMetrics.client(registry), schema, clock);
    var bulkhead = new DomainBulkhead(permits, options.concurrency(), clock.instant());
    var events = new EventRecorder(client, options.instance(), RelatedObject::of, clock);
    var reporter = new StatusReporter(client, events, clock);
    var lifecycle = new ReconcileLifecycle(graph, bulkhead, reporter);
    var allowedNamespaces = new AllowedNamespacesCheck(client);
    var access = new DomainAccess(domains, graph, allowedNamespaces);
    var secrets = new CredentialsSecrets(client, events, clock);
    var settings = new ConnectionSettingsReader(client);
    operator.register(
        new IdentityDomainReconciler(permits, domains, graph, settings, reporter),
        c -> configure(c, options));
    operator.register(
        new ClientApplicationReconciler(
            options.clusterId().orElseGet(() -> clusterId(client)),
            graph,
            access,
            new ApplicationReconciliation(
                permits,
                graph,
                allowedNamespaces,
                new ClientCertificateRotation(permits, events, clock),
                secrets,
                new DriftCorrections(events, clock)),
            new ApplicationCleanup(permits, graph, domains, events),
            lifecycle,
            reporter),
        c -> configure(c, options));
    operator.register(
        new AppRoleReconciler(
            graph,
            new RoleReconciliation(permits, graph, access, events),
            new RoleCleanup(permits, graph, domains, events),
            lifecycle,
            reporter),
        c -> configure(c, options));
    operator.register(
        new AppRoleGrantReconciler(
            graph,
            new GrantReconciliation(permits, graph, allowedNamespaces, access, events),
            new GrantCleanup(permits, graph, allowedNamespaces, domains, events),
            lifecycle,
            reporter),
        c -> configure(c, options));
  }

  private static void count(ResourceGraph graph, MeterRegistry registry) {
    for (var kind :
        List.of(IdentityDomain.class, ClientApplication.class, AppRole.class, AppRoleGrant.class)) {
      for (var ready : List.of(true, false)) {
        Gauge.builder("identity.domain.resources", graph, g -> g.count(kind, ready))
            .tag("kind", kind.getSimpleName())
            .tag("ready", String.valueOf(ready))
            .register(registry);
      }
    }
  }

  /** The one name of a cluster that never changes: the UID of its namespace kube-system. */
  private static String clusterId(KubernetesClient client) {
    var system = client.namespaces().withName("kube-system").get();
    if (system == null) {
      throw new IllegalStateException(
          "Namespace kube-system cannot be read; its UID tells clusters apart in owner tags. Set --cluster-id.");
    }
    return system.getMetadata().getUid();
  }

  private static <R extends HasMetadata> void configure(
      ControllerConfigurationOverrider<R> controller, OperatorOptions options) {
    controller.withItemStore(new TrimmedItemStore<>());
    controller.withGenerationAware(false).withOnUpdateFilter(UpdateFilter::onUpdate);
    controller.withRetry(
        new GenericRetry()
            .withoutMaxAttempts()
            .setInitialInterval(2_000)
            .setIntervalMultiplier(2)
            .setMaxInterval(300_000));
    if (!options.namespaces().isEmpty()) {
      controller.settingNamespaces(options.namespaces());
    }
    options.labelSelector().ifPresent(controller::withLabelSelector);
  }
}
