package dev.identitydomains.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** S5: what is read of a Secret that others can write has a bound. */
class BoundedReadsTest {

  private static final Set<String> KEYS = Set.of("client-id", "client-secret");
  private static final String LARGE = "A".repeat(BoundedReads.LARGEST_SECRET + 4);

  @AutoClose private final EmbeddedKubernetes api;
  @AutoClose private final KubernetesClient client;

  BoundedReadsTest() throws IOException {
    api = EmbeddedKubernetes.start();
    client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();
  }

  @Test
  void readsOnlySmallValuesOfKnownKeys() {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("orders")
            .withNamespace("default")
            .endMetadata()
            .addToData("client-id", "AAAA")
            .addToData("client-secret", LARGE)
            .addToData("other", "AAAA")
            .build();
    client.resource(secret).create();
    var reads = new BoundedReads(client);
    var read = reads.secret("default", "orders", KEYS).map(Secret::getData).orElseThrow();
    assertThat(read).containsOnlyKeys("client-id");
    assertThat(reads.secret("default", "none", KEYS)).isEmpty();
  }
}
