package dev.identitydomains.operator.runtime;

import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.DeletionPolicy;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.application.ClientApplicationReconciler;
import dev.identitydomains.operator.controller.domain.IdentityDomainReconciler;
import dev.identitydomains.operator.controller.grant.AppAssignmentReconciler;
import dev.identitydomains.operator.controller.grant.AppRoleGrantReconciler;
import dev.identitydomains.operator.controller.reconcile.ControllerServices;
import dev.identitydomains.operator.controller.reconcile.DomainBulkhead;
import dev.identitydomains.operator.controller.reconcile.RequeuePolicy;
import dev.identitydomains.operator.controller.reference.RelatedObject;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.role.AppRoleReconciler;
import dev.identitydomains.operator.engine.domain.DomainConnections;
import dev.identitydomains.operator.engine.domain.DomainHosts;
import dev.identitydomains.operator.engine.domain.DomainProxy;
import dev.identitydomains.operator.engine.inventory.AttributeSchema;
import dev.identitydomains.operator.kube.ApiServerBulkhead;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.kube.TrimmedItemStore;
import dev.identitydomains.operator.kube.UpdateFilter;
import dev.identitydomains.operator.recording.ExchangeRecorder;
import dev.identitydomains.operator.translate.DesiredApplications;
import dev.identitydomains.operator.translate.DesiredRoles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** The running operator: its controllers and their shared objects. */
public final class OperatorProcess implements AutoCloseable {

  private final Operator operator;
  private final ExecutorService executor;
  private final @Nullable LeaderElection leadership;
  private final ControllerServices services;
  private final WatchDeadline deadline;

  private OperatorProcess(
      KubernetesClient client, OperatorOptions options, MeterRegistry registry, Clock clock) {
    var permits = new ApiServerBulkhead();
    executor = permits.executor();
    leadership = options.election() == null ? null : new LeaderElection(client, options.election());
    Metrics metrics = MicrometerMetrics.withoutPerResourceMetrics(registry);
    operator =
        new Operator(o -> {
          o.withKubernetesClient(client)
              .withCloseClientOnStop(false)
              .withExecutorService(executor)
              .withMetrics(metrics)
              .withInformerStoppedHandler(WatchDeadline::stopped)
              .withReconciliationTerminationTimeout(Duration.ofSeconds(20));
          if (leadership != null) {
            o.withLeaderElectionConfiguration(leadership.configuration());
          }
        });
    services = services(client, options, registry, permits, clock);
    register(services, options);
    count(services.graph(), registry);
    countOrphans(services.graph(), registry);
    operator.start();
    services.graph().synced();
    deadline = WatchDeadline.start(new Informers(operator, services.namespaces()), registry);
  }

  /**
   * Starts the operator; its controllers run until {@link #close}.
   *
   * @param client the caller closes it after {@link #close}
   * @param registry receives the operator's meters
   * @throws IllegalArgumentException for a malformed entry of {@code --domain-hosts}
   * @throws IllegalStateException without a cluster id and without namespace kube-system
   */
  public static OperatorProcess start(
      KubernetesClient client, OperatorOptions options, MeterRegistry registry) {
    return start(client, options, registry, Clock.systemUTC());
  }

  /** Like {@link #start(KubernetesClient, OperatorOptions, MeterRegistry)}, with another clock. */
  public static OperatorProcess start(
      KubernetesClient client, OperatorOptions options, MeterRegistry registry, Clock clock) {
    return new OperatorProcess(client, options, registry, clock);
  }

  /**
   * Whether all informers have synced. It stays true while a watch reconnects or a domain is
   * unavailable.
   */
  public boolean isReady() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Stops new reconciliations, and waits up to 20 seconds for those under way. */
  @Override
  public void close() {
    if (leadership != null) {
      leadership.stopping();
    }
    services.graph().stopping();
    deadline.close();
    operator.stop();
    services.close();
    executor.close();
    if (leadership != null) {
      leadership.release();
    }
  }

  private static OkHttpClient http(OperatorOptions.Domains domains, MeterRegistry registry) {
    var proxies = domains.proxies();
    var client =
        DomainProxy.parse(proxies.https(), proxies.http(), proxies.direct())
            .apply(CallMetrics.client(registry).newBuilder());
    if (domains.recording() != null) {
      client.addInterceptor(ExchangeRecorder.into(domains.recording()));
    }
    return client.build();
  }

  private static ControllerServices services(
      KubernetesClient client,
      OperatorOptions options,
      MeterRegistry registry,
      ApiServerBulkhead permits,
      Clock clock) {
    var schema = new AttributeSchema(DesiredApplications.shapes(), DesiredRoles.shapes());
    return new ControllerServices(
        client,
        new DomainConnections(
            http(options.domains(), registry),
            DomainHosts.parse(options.domains().hosts()),
            schema,
            permits::runWithoutPermit,
            clock),
        new EventRecorder(client, options.instance(), RelatedObject::of, clock),
        new DomainBulkhead(
            permits::runWithoutPermit, options.domains().concurrency(), clock.instant()),
        new ControllerServices.Settings(
            Objects.requireNonNullElseGet(options.clusterId(), () -> clusterId(client)),
            options.selection().namespaces(),
            options.selection().labels() != null,
            options.retaining() ? DeletionPolicy.Retain : DeletionPolicy.Delete,
            options.domains().leastDriftCheck()),
        clock);
  }

  private void register(ControllerServices services, OperatorOptions options) {
    operator.register(new IdentityDomainReconciler(services), c -> configure(c, options));
    operator.register(new ClientApplicationReconciler(services), c -> configure(c, options));
    operator.register(new AppRoleReconciler(services), c -> configure(c, options));
    operator.register(new AppRoleGrantReconciler(services), c -> configure(c, options));
    operator.register(new AppAssignmentReconciler(services), c -> configure(c, options));
  }

  private static void count(ResourceGraph graph, MeterRegistry registry) {
    for (var kind :
        List.of(
            IdentityDomain.class,
            ClientApplication.class,
            AppRole.class,
            AppRoleGrant.class,
            AppAssignment.class)) {
      for (var ready : List.of(true, false)) {
        Gauge.builder("identity.domain.resources", graph, g -> g.count(kind, ready))
            .tag("kind", kind.getSimpleName())
            .tag("ready", String.valueOf(ready))
            .register(registry);
      }
    }
  }

  private static void countOrphans(ResourceGraph graph, MeterRegistry registry) {
    Gauge.builder("identity.domain.orphans", graph, ResourceGraph::orphans).register(registry);
  }

  /** The UID of namespace kube-system, which never changes. */
  private static String clusterId(KubernetesClient client) {
    var system = client.namespaces().withName("kube-system").get();
    if (system == null) {
      throw new IllegalStateException(
          "Cannot read namespace kube-system, whose UID is the cluster id in owner tags. Set --cluster-id.");
    }
    return system.getMetadata().getUid();
  }

  private static <R extends HasMetadata> void configure(
      ControllerConfigurationOverrider<R> controller, OperatorOptions options) {
    var namespaces = options.selection().namespaces();
    controller.withItemStore(TrimmedItemStore.forNamespaces(namespaces));
    controller.withGenerationAware(false).withOnUpdateFilter(UpdateFilter::onUpdate);
    controller.withRetry(RequeuePolicy.RETRY);
    if (!namespaces.isEmpty()) {
      controller.settingNamespaces(namespaces);
    }
    if (options.selection().labels() != null) {
      controller.withLabelSelector(options.selection().labels());
    }
  }
}
