package dev.identitydomains.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NamespacesTest {

  @AutoClose private final EmbeddedKubernetes api;
  @AutoClose private final KubernetesClient client;

  NamespacesTest() throws IOException {
    api = EmbeddedKubernetes.start();
    client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();
  }

  @Test
  void resourceOfLaterNamespaceHasItsUid() {
    var former = makeNamespace();
    var namespaces = Namespaces.read(client);
    assertThat(namespaces.uidFor(resource("a", Instant.now()))).isEqualTo(former);
    client.namespaces().withName("shop").delete();
    await().until(() -> client.namespaces().withName("shop").get() == null);
    assertThat(namespaces.uidFor(resource("b", Instant.now()))).as("gone").isEmpty();
    var later = makeNamespace();
    assertThat(namespaces.uidFor(resource("b", Instant.now()))).isEqualTo(later);
    assertThat(namespaces.uidFor(resource("a", Instant.now()))).isEqualTo(former);
  }

  /** A watch that is late must not give the App of a former namespace to a new resource. */
  @Test
  void lateWatchCountsOnlyForOlderResources() {
    var former = makeNamespace();
    var namespaces = Namespaces.watch(client, _ -> {});
    namespaces.close(); // its cache stays as it is
    client.namespaces().withName("shop").delete();
    await().until(() -> client.namespaces().withName("shop").get() == null);
    var later = makeNamespace();
    var created = Instant.now();
    assertThat(namespaces.uidFor(resource("old", created.minus(Duration.ofHours(1)))))
        .isEqualTo(former);
    assertThat(namespaces.uidFor(resource("new", created))).isEqualTo(later);
  }

  private String makeNamespace() {
    var namespace = new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata();
    return client.resource(namespace.build()).create().getMetadata().getUid();
  }

  private static ConfigMap resource(String uid, Instant created) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName(uid)
        .withUid(uid)
        .withCreationTimestamp(created.toString())
        .endMetadata()
        .build();
  }
}
