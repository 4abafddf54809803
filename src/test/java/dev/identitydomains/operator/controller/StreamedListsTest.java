package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.kube.ControlPlane;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import dev.identitydomains.sandbox.kube.KubernetesApi;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The controllers' informers, on servers that stream lists and on those that do not. */
class StreamedListsTest {

  @Test
  void controllersFollowEmbeddedApiWithoutStreamedLists() throws IOException {
    followsChanges(EmbeddedKubernetes.startWithoutStreamedLists(), false);
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "KUBEBUILDER_ASSETS", matches = ".+")
  void controllersFollowApiServerWithStreamedLists(@TempDir Path folder) throws IOException {
    followsChanges(real(folder), true);
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "KUBEBUILDER_ASSETS", matches = ".+")
  void controllersFollowApiServerWithoutStreamedLists(@TempDir Path folder) throws IOException {
    followsChanges(real(folder, "--feature-gates=WatchList=false"), false);
  }

  private static KubernetesApi real(Path folder, String... options) throws IOException {
    return ControlPlane.startBare(ControlPlane.assets().orElseThrow(), folder, options);
  }

  private static void followsChanges(KubernetesApi api, boolean streams) throws IOException {
    try (var cluster = OperatorFixture.start(DomainOptions.defaults(), api)) {
      assertStreams(cluster, streams);
      cluster.apply(OperatorFixture.DOMAIN);
      cluster.apply(OperatorFixture.ORDERS);
      cluster.awaitReady("orders");
      cluster.restartOperator();
      cluster.apply(OperatorFixture.ORDERS + "  description: Café ☕ 🎉\n");
      cluster.awaitReady("orders");
      assertThat(cluster.domain().app("orders").path("description").asText())
          .isEqualTo("Café ☕ 🎉");
      cluster.deleteAndAwait(ClientApplication.class, "orders");
      assertThat(cluster.domain().app("orders").isMissingNode()).isTrue();
    }
  }

  private static void assertStreams(OperatorFixture cluster, boolean streams) {
    var watch =
        "/api/v1/namespaces?watch=true&sendInitialEvents=true&allowWatchBookmarks=true"
            + "&resourceVersionMatch=NotOlderThan&timeoutSeconds=1";
    if (streams) {
      assertThat(cluster.client().raw(watch)).contains("k8s.io/initial-events-end");
    } else {
      assertThatThrownBy(() -> cluster.client().raw(watch))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("sendInitialEvents is forbidden");
    }
  }
}
