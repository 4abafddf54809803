package dev.identitydomains.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import dev.identitydomains.sandbox.kube.Definitions;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The framework's own removal fails where the cached status is not the stored one. */
class FinalizersTest {

  private static final String OURS = "identitydomains.dev/approle";
  private static final String OTHER = "example.com/other";

  @AutoClose private EmbeddedKubernetes api;
  @AutoClose private KubernetesClient client;
  private Finalizers finalizers;

  @BeforeEach
  void start() throws IOException {
    api = EmbeddedKubernetes.start();
    client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();
    Definitions.create(client);
    client
        .load(
            new ByteArrayInputStream(
                "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"
                    .getBytes(StandardCharsets.UTF_8)))
        .create();
    finalizers = new Finalizers(client);
  }

  @Test
  void removalDependsOnNoStatus() {
    var cached = create(OURS);
    var written = status("Ready");
    new StatusWriter(client).write(cached, written, AppRole::new);
    cached.setStatus(status("Ready", "Reconciling", "Stalled"));
    client.resource(cached).delete();
    finalizers.remove(cached);
    assertThat(stored()).isNull();
  }

  @Test
  void statusOfLivingResourceStays() {
    var cached = create(OURS);
    var written = status("Ready");
    new StatusWriter(client).write(cached, written, AppRole::new);
    finalizers.remove(cached);
    assertThat(stored().getStatus()).isEqualTo(written);
    assertThat(stored().getFinalizers()).isEmpty();
  }

  @Test
  void finalizersOfOthersStayWhereverTheyAre() {
    var cached = create(OURS, OTHER);
    client.resource(cached).accept(role -> role.getMetadata().setFinalizers(List.of(OTHER, OURS)));
    finalizers.remove(cached);
    assertThat(stored().getFinalizers()).containsExactly(OTHER);
  }

  @Test
  void newResourceOfSameNameKeepsItsFinalizer() {
    var cached = create(OURS);
    cached.getMetadata().setUid("former");
    finalizers.remove(cached);
    assertThat(stored().getFinalizers()).containsExactly(OURS);
  }

  @Test
  void removalToleratesThatResourceOrFinalizerIsGone() {
    var cached = create(OURS);
    finalizers.remove(cached);
    finalizers.remove(cached);
    client.resource(cached).delete();
    finalizers.remove(cached);
    assertThat(stored()).isNull();
  }

  private AppRole create(String... finalizers) {
    var role = new AppRole();
    role.setMetadata(
        new ObjectMetaBuilder()
            .withName("a")
            .withNamespace("shop")
            .withFinalizers(finalizers)
            .build());
    return client.resource(role).create();
  }

  private AppRole stored() {
    return client.resources(AppRole.class).inNamespace("shop").withName("a").get();
  }

  private static AppRoleStatus status(String... types) {
    var conditions =
        Stream.of(types)
            .map(
                type -> new StatusCondition(type, "True", "Synced", "", "2026-01-01T00:00:00Z", 1L))
            .toList();
    return new AppRoleStatus(1L, conditions, null, null, null, null);
  }
}
