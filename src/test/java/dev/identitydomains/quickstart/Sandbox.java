package dev.identitydomains.quickstart;

import dev.identitydomains.operator.runtime.OperatorOptions;
import dev.identitydomains.operator.runtime.OperatorProcess;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.Definitions;
import dev.identitydomains.sandbox.kube.KubernetesApi;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.Set;

/** A domain, a Kubernetes API with the custom resource definitions, and the operator. */
public final class Sandbox implements AutoCloseable {

  /** The options of a single process for all namespaces, and for domains on this machine. */
  public static final OperatorOptions SINGLE_PROCESS = options(Set.of("loopback"));

  private final IdentityDomainEmulator domain;
  private final KubernetesApi api;
  private final KubernetesClient client;
  private final OperatorOptions options;
  private OperatorProcess operator;

  private Sandbox(IdentityDomainEmulator domain, KubernetesApi api, OperatorOptions options)
      throws IOException {
    this.domain = domain;
    this.options = options;
    this.api = api;
    this.client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();
    Definitions.create(client);
    this.operator = startOperator();
  }

  private OperatorProcess startOperator() {
    return OperatorProcess.start(client, options, new SimpleMeterRegistry());
  }

  /**
   * Starts the operator.
   *
   * @param domain {@link #close} closes it
   * @param api {@link #close} closes it
   */
  public static Sandbox start(IdentityDomainEmulator domain, KubernetesApi api) throws IOException {
    return new Sandbox(domain, api, SINGLE_PROCESS);
  }

  /**
   * Starts the operator as above, for other domains.
   *
   * @param hosts the setting {@code --domain-hosts}
   */
  public static Sandbox start(IdentityDomainEmulator domain, KubernetesApi api, Set<String> hosts)
      throws IOException {
    return new Sandbox(domain, api, options(hosts));
  }

  private static OperatorOptions options(Set<String> hosts) {
    return new OperatorOptions(
        new OperatorOptions.Selection(Set.of(), null),
        new OperatorOptions.Domains(OperatorOptions.DEFAULT_CONCURRENCY, hosts),
        null,
        null,
        false,
        "operator");
  }

  /** The emulated domain. */
  public IdentityDomainEmulator domain() {
    return domain;
  }

  /** A client with all rights. */
  public KubernetesClient client() {
    return client;
  }

  /** Stops the operator and starts another one. */
  public void restartOperator() {
    operator.close();
    operator = startOperator();
  }

  @Override
  public void close() {
    operator.close();
    client.close();
    api.close();
    domain.close();
  }
}
