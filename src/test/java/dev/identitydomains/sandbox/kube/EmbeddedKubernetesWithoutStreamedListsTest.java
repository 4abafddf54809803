package dev.identitydomains.sandbox.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;

/** A server that refuses {@code sendInitialEvents}: clients list first. */
class EmbeddedKubernetesWithoutStreamedListsTest implements KubernetesApiContract {

  @AutoClose private final EmbeddedKubernetes api = EmbeddedKubernetes.startWithoutStreamedLists();

  @AutoClose
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();

  EmbeddedKubernetesWithoutStreamedListsTest() throws IOException {
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
