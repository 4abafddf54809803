package dev.identitydomains.operator.runtime;

import dev.identitydomains.operator.kube.SecretLists;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The operator's client of the Kubernetes API. */
public final class ApiClient {

  private ApiClient() {}

  /** A client of the cluster of {@code KUBECONFIG}, or of the one in which the process runs. */
  public static KubernetesClient create() {
    return create(Config.autoConfigure(null));
  }

  /** A client whose lists and watches of Secrets have the metadata alone. */
  public static KubernetesClient create(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(http ->
            http.addOrReplaceInterceptor(SecretLists.class.getName(), new SecretLists()))
        .build();
  }
}
