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
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NamespacesTest {

  @AutoClose private final EmbeddedKubernetes api;
  @AutoClose private final KubernetesClient client;
  private final AtomicInteger reads = new AtomicInteger();

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

  /** Item 15: ten thousand resources in a namespace are no ten thousand requests. */
  @Test
  void manyResourcesCostOneReadOfTheirNamespace() {
    makeNamespace("tier", "gold");
    var old = Instant.now().minus(Duration.ofHours(1));
    try (var counted = counted()) {
      var namespaces = Namespaces.read(counted);
      for (var i = 0; i < 1000; i++) {
        assertThat(namespaces.labels("shop")).containsEntry("tier", "gold");
        assertThat(namespaces.currentLabels("shop")).containsEntry("tier", "gold");
        assertThat(namespaces.uidFor(resource("r" + i, old))).isNotEmpty();
        assertThat(namespaces.labels("absent")).isEmpty();
      }
      assertThat(reads).hasValue(2);
    }
  }

  @Test
  void manyDeniedResourcesCostOneReadBesideTheWatch() {
    makeNamespace("tier", "lead");
    try (var counted = counted();
        var namespaces = Namespaces.watch(counted, _ -> {})) {
      for (var i = 0; i < 1000; i++) {
        assertThat(namespaces.labels("shop")).containsEntry("tier", "lead");
        assertThat(namespaces.currentLabels("shop")).containsEntry("tier", "lead");
      }
      assertThat(reads).hasValue(1);
    }
  }

  /** A label that was removed counts as soon as the watch has reported it. */
  @Test
  void reportedLabelsOutdateWhatWasRead() {
    makeNamespace("tier", "gold");
    try (var namespaces = Namespaces.watch(client, _ -> {})) {
      assertThat(namespaces.currentLabels("shop")).containsEntry("tier", "gold");
      client
          .namespaces()
          .withName("shop")
          .edit(n ->
              new NamespaceBuilder(n)
                  .editMetadata()
                  .removeFromLabels("tier")
                  .endMetadata()
                  .build());
      await().until(() -> !namespaces.labels("shop").containsKey("tier"));
      assertThat(namespaces.currentLabels("shop")).doesNotContainKey("tier");
    }
  }

  /** A client that counts the reads of single namespaces. */
  private KubernetesClient counted() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(api.kubeconfig()))
        .withHttpClientBuilderConsumer(http ->
            http.addOrReplaceInterceptor(
                "reads",
                new Interceptor() {
                  @Override
                  public void before(
                      BasicBuilder builder, HttpRequest request, Interceptor.RequestTags tags) {
                    if (request.uri().getPath().startsWith("/api/v1/namespaces/")) {
                      reads.incrementAndGet();
                    }
                  }
                }))
        .build();
  }

  private void makeNamespace(String label, String value) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("shop")
                .addToLabels(label, value)
                .endMetadata()
                .build())
        .create();
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
