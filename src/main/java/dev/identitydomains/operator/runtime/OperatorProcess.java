package dev.identitydomains.operator.runtime;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import dev.identitydomains.operator.controller.application.ApplicationChanges;
import dev.identitydomains.operator.controller.application.ApplicationConvergence;
import dev.identitydomains.operator.controller.application.ApplicationRemoval;
import dev.identitydomains.operator.controller.application.ClientApplicationReconciler;
import dev.identitydomains.operator.controller.credentials.ClientKeys;
import dev.identitydomains.operator.controller.credentials.CredentialsSecrets;
import dev.identitydomains.operator.controller.domain.DomainSettingsReader;
import dev.identitydomains.operator.controller.domain.IdentityDomainReconciler;
import dev.identitydomains.operator.controller.grant.AppRoleGrantReconciler;
import dev.identitydomains.operator.controller.grant.GrantConvergence;
import dev.identitydomains.operator.controller.grant.GrantRemoval;
import dev.identitydomains.operator.controller.reconcile.Admission;
import dev.identitydomains.operator.controller.reconcile.Course;
import dev.identitydomains.operator.controller.reconcile.Reporter;
import dev.identitydomains.operator.controller.reference.Consent;
import dev.identitydomains.operator.controller.reference.DomainAccess;
import dev.identitydomains.operator.controller.reference.RelatedObject;
import dev.identitydomains.operator.controller.reference.ResourceGraph;
import dev.identitydomains.operator.controller.role.AppRoleReconciler;
import dev.identitydomains.operator.controller.role.RoleConvergence;
import dev.identitydomains.operator.controller.role.RoleRemoval;
import dev.identitydomains.operator.engine.domain.Domains;
import dev.identitydomains.operator.engine.inventory.DomainSchema;
import dev.identitydomains.operator.kube.ApiServerTurns;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.kube.LeanStore;
import dev.identitydomains.operator.kube.Triggers;
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
  private final Optional<Leadership> leadership;

  private OperatorProcess(
      KubernetesClient client, OperatorOptions options, MeterRegistry registry) {
    var turns = new ApiServerTurns();
    executor = turns.executor();
    leadership = options.election().map(election -> new Leadership(client, election));
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
    register(client, options, registry, graph, turns);
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
    leadership.ifPresent(Leadership::stopping);
    operator.stop();
    executor.close();
    leadership.ifPresent(Leadership::release);
  }

  private void register(
      KubernetesClient client,
      OperatorOptions options,
      MeterRegistry registry,
      ResourceGraph graph,
      ApiServerTurns turns) {
    var clock = Clock.systemUTC();
    var schema = new DomainSchema(DesiredApplications.shapes(), DesiredRoles.shapes());
    var domains = new Domains(CallMetrics.client(registry), schema, clock);
    var admission = new Admission(turns, options.concurrency(), clock.instant());
    var events = new EventRecorder(client, options.instance(), RelatedObject::of, clock);
    var reporter = new Reporter(client, events, clock);
    var course = new Course(graph, admission, reporter);
    var consent = new Consent(client);
    var access = new DomainAccess(domains, graph, consent);
    var secrets = new CredentialsSecrets(client, events, clock);
    var settings = new DomainSettingsReader(client);
    operator.register(
        new IdentityDomainReconciler(turns, domains, graph, settings, reporter),
        c -> configure(c, options));
    operator.register(
        new ClientApplicationReconciler(
            options.clusterId().orElseGet(() -> clusterId(client)),
            graph,
            access,
            new ApplicationConvergence(
                turns,
                graph,
                consent,
                new ClientKeys(turns, events, clock),
                secrets,
                new ApplicationChanges(events, clock)),
            new ApplicationRemoval(turns, graph, domains, events),
            course,
            reporter),
        c -> configure(c, options));
    operator.register(
        new AppRoleReconciler(
            graph,
            new RoleConvergence(turns, graph, access, events),
            new RoleRemoval(turns, graph, domains, events),
            course,
            reporter),
        c -> configure(c, options));
    operator.register(
        new AppRoleGrantReconciler(
            graph,
            new GrantConvergence(turns, graph, consent, access, events),
            new GrantRemoval(turns, graph, consent, domains, events),
            course,
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
    controller.withItemStore(new LeanStore<>());
    controller.withGenerationAware(false).withOnUpdateFilter(Triggers::onUpdate);
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
