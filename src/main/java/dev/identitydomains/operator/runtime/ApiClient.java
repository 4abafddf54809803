package dev.identitydomains.operator.runtime;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.identitydomains.operator.kube.SecretLists;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;

/** The operator's client of the Kubernetes API. */
public final class ApiClient {

  private ApiClient() {}

  /** A client of the cluster of {@code KUBECONFIG}, or of the one in which the process runs. */
  public static KubernetesClient create() {
    return create(Config.autoConfigure(null));
  }

  /** The API server writes {@code "items": null} into an empty list of metadata. */
  private interface EmptyList {

    @JsonSetter(nulls = Nulls.SKIP)
    void setItems(List<Secret> items);
  }

  /** A client whose lists and watches of Secrets have the metadata alone. */
  public static KubernetesClient create(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(
            new KubernetesSerialization(
                new ObjectMapper().addMixIn(SecretList.class, EmptyList.class), true))
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor(SecretLists.class.getName(), new SecretLists()))
        .build();
  }
}
