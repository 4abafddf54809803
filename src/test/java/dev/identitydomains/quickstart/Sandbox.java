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

  /** The options of a single process for all namespaces. */
  public static final OperatorOptions SINGLE_PROCESS =
      new OperatorOptions(
          new OperatorOptions.Selection(Set.of(), null),
          new OperatorOptions.Domains(OperatorOptions.DEFAULT_CONCURRENCY, Set.of("loopback")),
          null,
          null,
          false,
          "operator");

  private final IdentityDomainEmulator domain;
  private final KubernetesApi api;
  private final KubernetesClient client;
  private OperatorProcess operator;

  private Sandbox(IdentityDomainEmulator domain, KubernetesApi api) throws IOException {
    this.domain = domain;
    this.api = api;
    this.client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();
    Definitions.create(client);
    this.operator = startOperator();
  }

  private OperatorProcess startOperator() {
    return OperatorProcess.start(client, SINGLE_PROCESS, new SimpleMeterRegistry());
  }

  /**
   * Starts the operator.
   *
   * @param domain {@link #close} closes it
   * @param api {@link #close} closes it
   */
  public static Sandbox start(IdentityDomainEmulator domain, KubernetesApi api) throws IOException {
    return new Sandbox(domain, api);
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
