package dev.identitydomains.sandbox.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the contract with streamed lists and without them, where clients list before they watch. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class EmbeddedKubernetesTest implements KubernetesApiContract {

  @AutoClose private final EmbeddedKubernetes api;
  @AutoClose private final KubernetesClient client;

  EmbeddedKubernetesTest(boolean streamedLists) throws IOException {
    api =
        streamedLists ? EmbeddedKubernetes.start() : EmbeddedKubernetes.startWithoutStreamedLists();
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
