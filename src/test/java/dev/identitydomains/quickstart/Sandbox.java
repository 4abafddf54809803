package dev.identitydomains.quickstart;

import dev.identitydomains.operator.kube.client.RelistingWatches;
import dev.identitydomains.operator.runtime.ApiServerClient;
import dev.identitydomains.operator.runtime.OperatorOptions;
import dev.identitydomains.operator.runtime.OperatorProcess;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.Definitions;
import dev.identitydomains.sandbox.kube.KubernetesApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A domain, a Kubernetes API with the custom resource definitions, and the operator. */
public final class Sandbox implements AutoCloseable {

  /** The options of a single process for all namespaces, and for domains on this machine. */
  public static final OperatorOptions SINGLE_PROCESS = options(domains(Set.of("loopback"), null));

  private final IdentityDomainEmulator domain;
  private final KubernetesApi api;
  private final OperatorOptions options;
  private final Clock clock;
  private final KubernetesClient client;
  private final KubernetesClient operatorClient;
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private OperatorProcess operator;

  private Sandbox(
      IdentityDomainEmulator domain, KubernetesApi api, OperatorOptions options, Clock clock)
      throws IOException {
    this.clock = clock;
    this.domain = domain;
    this.options = options;
    this.api = api;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(api.kubeconfig()))
            .withKubernetesSerialization(new RelistingWatches(_ -> {}))
            .build();
    this.operatorClient = ApiServerClient.open(Config.fromKubeconfig(api.kubeconfig()), meters);
    Definitions.create(client);
    this.operator = startOperator();
  }

  private OperatorProcess startOperator() {
    return OperatorProcess.start(operatorClient, options, meters, clock);
  }

  /**
   * Starts the operator.
   *
   * @param domain {@link #close} closes it
   * @param api {@link #close} closes it
   */
  public static Sandbox start(IdentityDomainEmulator domain, KubernetesApi api) throws IOException {
    return start(domain, api, Clock.systemUTC());
  }

  /**
   * Starts the operator with another clock.
   *
   * @param domain {@link #close} closes it
   * @param api {@link #close} closes it
   */
  public static Sandbox start(IdentityDomainEmulator domain, KubernetesApi api, Clock clock)
      throws IOException {
    return new Sandbox(domain, api, SINGLE_PROCESS, clock);
  }

  /**
   * Starts the operator that treats domains otherwise.
   *
   * @param domain {@link #close} closes it
   * @param api {@link #close} closes it
   */
  public static Sandbox start(
      IdentityDomainEmulator domain, KubernetesApi api, OperatorOptions.Domains domains)
      throws IOException {
    return new Sandbox(domain, api, options(domains), Clock.systemUTC());
  }

  /**
   * How the operator treats the emulated domain.
   *
   * @param hosts the setting {@code --domain-hosts}
   * @param recording a new file; null for none
   */
  public static OperatorOptions.Domains domains(Set<String> hosts, @Nullable Path recording) {
    return new OperatorOptions.Domains(
        OperatorOptions.DEFAULT_CONCURRENCY,
        hosts,
        Duration.ofSeconds(1),
        recording,
        OperatorOptions.Proxies.NONE);
  }

  private static OperatorOptions options(OperatorOptions.Domains domains) {
    return new OperatorOptions(
        new OperatorOptions.Selection(Set.of(), null), domains, null, null, false, "operator");
  }

  /** The emulated domain. */
  public IdentityDomainEmulator domain() {
    return domain;
  }

  /** A client with all rights. */
  public KubernetesClient client() {
    return client;
  }

  /** The operator's meters. */
  public MeterRegistry meters() {
    return meters;
  }

  /** Stops the operator and starts another one. */
  public void restartOperator() {
    operator.close();
    operator = startOperator();
  }

  @Override
  public void close() {
    operator.close();
    operatorClient.close();
    client.close();
    api.close();
    domain.close();
  }
}
