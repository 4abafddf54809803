package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.engine.Domains;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The running operator: its controllers, and what they share. */
public final class OperatorProcess implements AutoCloseable {

  private final Operator operator;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  private OperatorProcess(KubernetesClient client, Set<String> namespaces) {
    operator =
        new Operator(o ->
            o.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withExecutorService(executor)
                .withReconciliationTerminationTimeout(Duration.ofSeconds(20)));
    var graph = new ResourceGraph();
    register(client, namespaces, graph);
    operator.start();
    graph.complete();
  }

  /**
   * Starts the operator; its controllers work until {@link #close}.
   *
   * @param client stays the caller's, who closes it afterwards
   * @param namespaces the namespaces to watch; empty for all
   */
  public static OperatorProcess start(KubernetesClient client, Set<String> namespaces) {
    return new OperatorProcess(client, Set.copyOf(namespaces));
  }

  @Override
  public void close() {
    operator.stop();
    executor.close();
  }

  private void register(KubernetesClient client, Set<String> namespaces, ResourceGraph graph) {
    var clock = Clock.systemUTC();
    var domains = new Domains(clock);
    var reporter = new Reporter(client, clock);
    var access = new DomainAccess(domains, graph, client);
    var secrets = new CredentialsSecrets(client);
    var settings = new DomainSettingsReader(client);
    operator.register(
        new IdentityDomainReconciler(domains, graph, settings, reporter),
        c -> configure(c, namespaces));
    operator.register(
        new ClientApplicationReconciler(
            clusterId(client),
            graph,
            access,
            new ApplicationConvergence(graph, secrets, reporter.events()),
            new ApplicationRemoval(graph, domains, reporter.events()),
            secrets,
            reporter),
        c -> configure(c, namespaces));
    operator.register(
        new AppRoleReconciler(domains, access, graph, reporter), c -> configure(c, namespaces));
  }

  /** The one name of a cluster that never changes: the UID of its namespace kube-system. */
  private static String clusterId(KubernetesClient client) {
    var system = client.namespaces().withName("kube-system").get();
    if (system == null) {
      throw new IllegalStateException(
          "Namespace kube-system cannot be read; its UID tells clusters apart in owner tags.");
    }
    return system.getMetadata().getUid();
  }

  private static void configure(
      ControllerConfigurationOverrider<?> controller, Set<String> namespaces) {
    controller.withRetry(
        new GenericRetry()
            .withoutMaxAttempts()
            .setInitialInterval(2_000)
            .setIntervalMultiplier(2)
            .setMaxInterval(300_000));
    if (!namespaces.isEmpty()) {
      controller.settingNamespaces(namespaces);
    }
  }
}
