package dev.identitydomains.operator.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.kube.BoundedReads;
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

/** S5: what is kept of a Secret that others can write has a bound. */
class SecretContentsTest {

  private static final Set<String> KEYS = Set.of("client-id", "client-secret");
  private static final String LARGE = "A".repeat(SecretContents.LARGEST + 4);

  @AutoClose private final EmbeddedKubernetes api;
  @AutoClose private final KubernetesClient client;
  private final SecretContents contents;

  SecretContentsTest() throws IOException {
    api = EmbeddedKubernetes.start();
    client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();
    contents = new SecretContents(new BoundedReads(client));
  }

  @Test
  void remembersSecretUntilItsVersionChanges() {
    contents.remember(secret("1").build(), KEYS);
    assertThat(contents.unchanged(secret("1").build())).contains(secret("1").build());
    assertThat(contents.unchanged(secret("2").build())).isEmpty();
  }

  @Test
  void remembersNoLargeSecret() {
    contents.remember(secret("1").build(), KEYS);
    var large = secret("2").editMetadata().addToAnnotations("large", LARGE).endMetadata().build();
    contents.remember(large, KEYS);
    assertThat(contents.unchanged(secret("1").build())).isEmpty();
    assertThat(contents.unchanged(secret("2").build())).isEmpty();
  }

  @Test
  void readsOnlySmallValuesOfKnownKeys() {
    var secret =
        secret(null)
            .editMetadata()
            .withUid(null)
            .endMetadata()
            .addToData("client-secret", LARGE)
            .addToData("other", "AAAA")
            .build();
    client.resource(secret).create();
    var read = contents.read("default", "orders", KEYS).map(Secret::getData).orElseThrow();
    assertThat(read).containsOnlyKeys("client-id");
    assertThat(contents.read("default", "none", KEYS)).isEmpty();
  }

  private static SecretBuilder secret(@org.jspecify.annotations.Nullable String version) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName("orders")
        .withNamespace("default")
        .withUid("7f3c")
        .withResourceVersion(version)
        .endMetadata()
        .addToData("client-id", "AAAA");
  }
}
