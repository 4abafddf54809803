package dev.identitydomains.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.identitydomains.operator.runtime.ApiServerClient;
import dev.identitydomains.sandbox.kube.ControlPlane;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import dev.identitydomains.sandbox.kube.KubernetesApi;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S5: the content of foreign Secrets is not even transferred. */
class SecretListsTest {

  private static final String NAMESPACE = "shop";

  @Test
  void embeddedApiSendsMetadataAlone() throws IOException, InterruptedException {
    try (var api = EmbeddedKubernetes.start()) {
      listsAndWatchesHaveMetadataAlone(api);
    }
  }

  /** Its watches are WebSockets. */
  @Test
  void apiServerSendsMetadataAlone(@TempDir Path folder) throws IOException, InterruptedException {
    var assets = ControlPlane.assets();
    assumeTrue(assets.isPresent(), "KUBEBUILDER_ASSETS names no control plane");
    try (var api = ControlPlane.startBare(assets.get(), folder)) {
      listsAndWatchesHaveMetadataAlone(api);
    }
  }

  private static void listsAndWatchesHaveMetadataAlone(KubernetesApi api)
      throws InterruptedException {
    var config = Config.fromKubeconfig(api.kubeconfig());
    var seen = new LinkedBlockingQueue<Secret>();
    try (var others = new KubernetesClientBuilder().withConfig(config).build();
        var operator = ApiServerClient.open(config, new SimpleMeterRegistry())) {
      others.resource(namespace()).create();
      assertThat(operator.secrets().inNamespace(NAMESPACE).list().getItems()).isEmpty();
      List.of("a", "b", "c").forEach(name -> create(others, name));
      var secrets = operator.secrets().inNamespace(NAMESPACE);
      try (var _ = secrets.withLabel("from", "test").withLimit(2L).inform(added(seen))) {
        var listed = List.of(next(seen), next(seen), next(seen));
        create(others, "d");
        var watched = next(seen);
        assertThat(listed).allSatisfy(SecretListsTest::hasMetadataAlone);
        assertThat(watched).satisfies(SecretListsTest::hasMetadataAlone);
        assertThat(watched.getMetadata().getName()).isEqualTo("d");
      }
      assertThat(secrets.list().getItems()).allSatisfy(SecretListsTest::hasMetadataAlone);
      assertThat(secrets.withName("a").get().getData()).containsKey("key");
    }
  }

  /** S5: Secrets of 256 KB of annotations each are in memory for one page alone. */
  @Test
  void selectionIsReadPageByPage() throws IOException, InterruptedException {
    try (var api = new MockWebServer();
        var client =
            new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder().withMasterUrl(started(api)).build())
                .build()) {
      api.enqueue(page("next/🔑+1", "a", "b"));
      api.enqueue(page("", "c"));
      var seen = new ArrayList<String>();
      var reads = new ArrayList<Integer>();
      SecretLists.forEach(
          client.secrets().inNamespace(NAMESPACE).withLabel("from", "test"),
          secret -> {
            seen.add(secret.getKind() + secret.getMetadata().getName());
            reads.add(api.getRequestCount());
          });
      assertThat(seen).containsExactly("Secreta", "Secretb", "Secretc");
      assertThat(reads).containsExactly(1, 1, 2);
      var first = api.takeRequest().getUrl();
      var second = api.takeRequest().getUrl();
      for (var url : List.of(first, second)) {
        assertThat(url.queryParameter("limit")).isEqualTo("" + SecretLists.PAGE);
        assertThat(url.queryParameter("labelSelector")).isEqualTo("from=test");
      }
      assertThat(first.queryParameter("continue")).isNull();
      assertThat(second.queryParameter("continue")).isEqualTo("next/🔑+1");
    }
  }

  private static String started(MockWebServer api) throws IOException {
    api.start();
    return api.url("/").toString();
  }

  private static MockResponse page(String next, String... names) {
    var items =
        Stream.of(names)
            .map("{\"metadata\":{\"name\":\"%s\"}}"::formatted)
            .collect(Collectors.joining(","));
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .body(
            "{\"kind\":\"SecretList\",\"apiVersion\":\"v1\",\"metadata\":{\"continue\":\"%s\"},\"items\":[%s]}"
                .formatted(next, items))
        .build();
  }

  private static void hasMetadataAlone(Secret secret) {
    assertThat(secret.getMetadata().getUid()).isNotEmpty();
    assertThat(secret.getMetadata().getResourceVersion()).isNotEmpty();
    assertThat(secret.getData()).isNullOrEmpty();
  }

  private static Secret next(BlockingQueue<Secret> seen) throws InterruptedException {
    var secret = seen.poll(20, TimeUnit.SECONDS);
    assertThat(secret).isNotNull();
    return secret;
  }

  private static io.fabric8.kubernetes.api.model.Namespace namespace() {
    return new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
  }

  private static void create(KubernetesClient client, String name) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(NAMESPACE)
            .addToLabels("from", "test")
            .endMetadata()
            .addToStringData("key", "value");
    client.resource(secret.build()).create();
  }

  private static ResourceEventHandler<Secret> added(BlockingQueue<Secret> seen) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(Secret secret) {
        seen.add(secret);
      }

      @Override
      public void onUpdate(Secret before, Secret after) {}

      @Override
      public void onDelete(Secret secret, boolean stateUnknown) {}
    };
  }
}
