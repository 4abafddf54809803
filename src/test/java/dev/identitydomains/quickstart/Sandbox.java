package dev.identitydomains.quickstart;

import dev.identitydomains.operator.controller.OperatorProcess;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.KubernetesApi;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A domain, a Kubernetes API with the custom resource definitions, and the operator. */
public final class Sandbox implements AutoCloseable {

  private final IdentityDomainEmulator domain;
  private final KubernetesApi api;
  private final KubernetesClient client;
  private final OperatorProcess operator;

  private Sandbox(IdentityDomainEmulator domain, KubernetesApi api) throws IOException {
    this.domain = domain;
    this.api = api;
    this.client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();
    define(client);
    this.operator = OperatorProcess.start(client, Set.of());
  }

  /**
   * Starts the operator.
   *
   * @param domain closed with the sandbox
   * @param api closed with the sandbox
   */
  public static Sandbox start(IdentityDomainEmulator domain, KubernetesApi api) throws IOException {
    return new Sandbox(domain, api);
  }

  /** Creates the definitions from {@code crds/} and waits until their kinds are served. */
  public static void define(KubernetesClient client) throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("crds"), "*.yaml")) {
      for (var file : files) {
        var definition = client.getKubernetesSerialization().unmarshal(Files.readString(file));
        // created, not applied: servers older than 1.25 refuse to apply CEL rules
        var created = client.resource((CustomResourceDefinition) definition).create();
        client.resource(created).waitUntilCondition(Sandbox::isEstablished, 30, TimeUnit.SECONDS);
      }
    }
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  /** The emulated domain. */
  public IdentityDomainEmulator domain() {
    return domain;
  }

  /** A client that may do everything. */
  public KubernetesClient client() {
    return client;
  }

  @Override
  public void close() {
    operator.close();
    client.close();
    api.close();
    domain.close();
  }
}
