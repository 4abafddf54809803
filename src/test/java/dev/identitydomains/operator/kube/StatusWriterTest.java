package dev.identitydomains.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusWriterTest {

  private static final AppRoleStatus FIRST =
      new AppRoleStatus(1L, null, null, "role-1", null, null);
  private static final AppRoleStatus SECOND =
      new AppRoleStatus(1L, null, null, "role-2", null, null);

  @AutoClose private final MockWebServer server = new MockWebServer();
  private final AppRole role = new AppRole();

  @BeforeEach
  void start() throws IOException {
    server.start();
    role.setMetadata(
        new ObjectMetaBuilder().withName("a").withNamespace("shop").withUid("1").build());
  }

  /** An API server that has just started answers 404 until it serves the custom resources. */
  @Test
  void throwsWhenApiServerAnswers404() {
    server.enqueue(new MockResponse.Builder().code(404).build());
    try (var client = client()) {
      var statuses = new StatusWriter(client);
      assertThatThrownBy(() -> statuses.write(role, FIRST, AppRole::new))
          .isInstanceOf(KubernetesClientException.class);
    }
  }

  @Test
  void comparesWithLastWriteWhileCacheIsStale() {
    answer("", SECOND);
    answer("", FIRST);
    try (var client = client()) {
      var statuses = new StatusWriter(client);
      role.setStatus(FIRST);
      statuses.write(role, FIRST, AppRole::new);
      assertThat(server.getRequestCount()).isZero();
      statuses.write(role, SECOND, AppRole::new);
      statuses.write(role, SECOND, AppRole::new);
      assertThat(server.getRequestCount()).isEqualTo(1);
      statuses.write(role, FIRST, AppRole::new);
      assertThat(server.getRequestCount()).isEqualTo(2);
    }
  }

  /** Item 11. */
  @Test
  void restoresStatusThatAnotherWriterChanged() {
    answer("7", SECOND);
    answer("9", SECOND);
    try (var client = client()) {
      var statuses = new StatusWriter(client);
      role.setStatus(FIRST);
      role.getMetadata().setResourceVersion("6");
      statuses.write(role, SECOND, AppRole::new);
      statuses.write(role, SECOND, AppRole::new);
      assertThat(server.getRequestCount()).as("the cache is late").isEqualTo(1);
      role.getMetadata().setResourceVersion("8");
      statuses.write(role, SECOND, AppRole::new);
      assertThat(server.getRequestCount()).as("somebody has changed it").isEqualTo(2);
    }
  }

  @Test
  void removesFieldsOfOtherWriters() throws InterruptedException {
    answer("7", new AppRoleStatus(1L, null, "somebody's", "role-2", null, null));
    answer("8", SECOND);
    try (var client = client()) {
      var statuses = new StatusWriter(client);
      statuses.write(role, SECOND, AppRole::new);
      assertThat(server.takeRequest().getHeaders().get("Content-Type"))
          .startsWith("application/apply-patch");
      var second = server.takeRequest();
      assertThat(second.getHeaders().get("Content-Type")).startsWith("application/json-patch");
      assertThat(second.getTarget()).contains("/approles/a/status");
      assertThat(second.getBody().utf8())
          .startsWith("[{\"op\":\"replace\",\"path\":\"/status\"")
          .doesNotContain("somebody");
      statuses.write(role, SECOND, AppRole::new);
      assertThat(server.getRequestCount()).isEqualTo(2);
    }
  }

  private void answer(String version, AppRoleStatus status) {
    var reply = new AppRole();
    reply.setMetadata(new ObjectMetaBuilder().withResourceVersion(version).build());
    reply.setStatus(status);
    server.enqueue(new MockResponse.Builder().body(Serialization.asJson(reply)).build());
  }

  private KubernetesClient client() {
    var config = new ConfigBuilder().withMasterUrl(server.url("/").toString()).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
