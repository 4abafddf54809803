package dev.identitydomains.sandbox.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(
    named = "KUBEBUILDER_ASSETS",
    matches = ".+",
    disabledReason = "set KUBEBUILDER_ASSETS to run against a real control plane")
class ControlPlaneTest implements KubernetesApiContract {

  @AutoClose private final ControlPlane api;
  @AutoClose private final KubernetesClient client;

  ControlPlaneTest(@TempDir Path folder) throws IOException {
    api = ControlPlane.start(ControlPlane.assets().orElseThrow(), folder);
    client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();
    Definitions.create(client);
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public String kubeconfig() {
    return api.kubeconfig();
  }
}
