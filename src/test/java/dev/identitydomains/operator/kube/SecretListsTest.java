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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
