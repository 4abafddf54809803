package dev.identitydomains.sandbox.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;

class EmbeddedKubernetesTest implements KubernetesApiContract {

  @AutoClose private final EmbeddedKubernetes api = EmbeddedKubernetes.start();

  @AutoClose
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();

  EmbeddedKubernetesTest() throws IOException {
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
