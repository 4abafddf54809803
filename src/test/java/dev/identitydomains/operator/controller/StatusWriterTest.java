package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusWriterTest {

  private static final AppRoleStatus FIRST = new AppRoleStatus(1L, null, null, "role-1", null);
  private static final AppRoleStatus SECOND = new AppRoleStatus(1L, null, null, "role-2", null);

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
  void aStatusThatWasNotWrittenIsNoSuccess() {
    server.enqueue(new MockResponse.Builder().code(404).build());
    try (var client = client()) {
      var statuses = new StatusWriter(client);
      assertThatThrownBy(() -> statuses.write(role, FIRST, AppRole::new))
          .isInstanceOf(KubernetesClientException.class);
    }
  }

  @Test
  void whatTheCacheHasNotLearntYetIsNotTakenForWritten() {
    for (var i = 0; i < 3; i++) {
      server.enqueue(new MockResponse.Builder().body("{}").build());
    }
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

  @Test
  void whatSomebodyElseMadeOfItIsPutRight() {
    var reply = "{\"metadata\":{\"resourceVersion\":\"7\"}}";
    server.enqueue(new MockResponse.Builder().body(reply).build());
    server.enqueue(new MockResponse.Builder().body("{}").build());
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

  private KubernetesClient client() {
    var config = new ConfigBuilder().withMasterUrl(server.url("/").toString()).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
