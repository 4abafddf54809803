package dev.identitydomains.operator.controller;

import static dev.identitydomains.operator.controller.OperatorFixture.DOMAIN;
import static dev.identitydomains.operator.controller.OperatorFixture.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Templates, other keys and the absence of the Secret of a client. */
class SecretFilesTest {

  private static final String NAME = "orders-oauth-client";

  private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start();
    cluster.apply(DOMAIN + "  driftCheckInterval: 1s\n");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void apply(String credentialsSecret) {
    cluster.apply(ORDERS + "  credentialsSecret: " + credentialsSecret + "\n");
  }

  private Secret secret() {
    return cluster.secret(NAME).orElseThrow();
  }

  @Test
  void filesFollowTheirTemplatesAndGoWithThem() {
    apply("{template: {.env: 'ID={{client-id}}', a.json: '{\"s\": \"{{client-secret}}\"}'}}");
    cluster.awaitReady("orders");
    var written = secret();
    assertThat(OperatorFixture.value(written, ".env")).isEqualTo("ID=orders");
    assertThat(OperatorFixture.value(written, "a.json"))
        .isEqualTo("{\"s\": \"%s\"}".formatted(OperatorFixture.value(written, "client-secret")));
    apply("{template: {.env: 'I={{client-id}}'}, keys: {client-id: id}}");
    cluster.awaitReady("orders");
    await()
        .untilAsserted(() ->
            assertThat(secret().getData())
                .containsKeys("id", ".env")
                .doesNotContainKeys("a.json", "client-id"));
    assertThat(OperatorFixture.value(secret(), ".env")).isEqualTo("I=orders");
    apply("{}");
    cluster.awaitReady("orders");
    await()
        .untilAsserted(() ->
            assertThat(secret().getData())
                .containsKeys("client-id")
                .doesNotContainKeys("id", ".env"));
  }

  /** What is written is read again, and not written once more. */
  @Test
  void largestFileIsWrittenOnce() {
    apply("{template: {a: '%s'}}".formatted("☕".repeat(8000)));
    cluster.awaitReady("orders");
    cluster.awaitFullRead();
    var version = secret().getMetadata().getResourceVersion();
    cluster.annotate("orders", "any", "1");
    cluster.awaitFullRead();
    assertThat(secret().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void invalidTemplateIsToldBeforeAnythingIsMade() {
    apply("{template: {.env: '{{client-idd}}'}}");
    cluster.awaitReason(ClientApplication.class, "orders", Reason.InvalidSpec);
    assertThat(cluster.message(ClientApplication.class, "orders"))
        .contains("spec.credentialsSecret.template[.env]", "client-idd");
    assertThat(cluster.domain().app("orders").isMissingNode()).isTrue();
  }

  @Test
  void secretThatNobodyReadsIsNotWritten() {
    apply("{write: Never}");
    assertThat(cluster.awaitReady("orders").getStatus().binding()).isNull();
    assertThat(cluster.secret(NAME)).isEmpty();
    apply("{write: Always}");
    cluster.awaitReady("orders");
    assertThat(OperatorFixture.value(secret(), "client-secret"))
        .isEqualTo(cluster.domain().app("orders").path("clientSecret").asText());
    apply("{write: Never}");
    cluster.await(ClientApplication.class, "orders", app -> app.getStatus().binding() == null);
    await().until(() -> cluster.secret(NAME).isEmpty());
  }

  /** Nobody has the key any more, so that the domain takes it no more. */
  @Test
  void keyGoesWithItsSecret() {
    cluster.apply(ORDERS.replace("client: {", "client: {certificates: {}, "));
    cluster.awaitReady("orders");
    assertThat(cluster.domain().app("orders").path("certificates")).hasSize(1);
    apply("{write: Never}");
    cluster.awaitReady("orders");
    await()
        .untilAsserted(() -> {
          assertThat(cluster.secret(NAME)).isEmpty();
          assertThat(cluster.domain().app("orders").path("certificates")).isEmpty();
          assertThat(cluster.domain().resources("OAuthClientCertificates")).isEmpty();
        });
  }

  /** One apply removes a file and rotates: the Secret never keeps what the domain refuses. */
  @Test
  void rotationTogetherWithRemovedFileIsDoneAtOnce() {
    apply("{template: {.env: A}, keys: {client-id: id}}");
    cluster.awaitReady("orders");
    var before = OperatorFixture.value(secret(), "client-secret");
    cluster.apply(
        ORDERS.replace(
                "namespace: shop}",
                "namespace: shop, annotations: {identitydomains.dev/rotate-secret: '1'}}")
            + "  credentialsSecret: {keys: {client-secret: password}}\n");
    await()
        .untilAsserted(() ->
            assertThat(secret().getData())
                .containsKeys("password", "client-id")
                .doesNotContainKeys(".env", "id", "client-secret"));
    await()
        .untilAsserted(() ->
            assertThat(OperatorFixture.value(secret(), "password"))
                .isNotEqualTo(before)
                .isEqualTo(cluster.domain().app("orders").path("clientSecret").asText()));
    assertThat(cluster.domain().calls())
        .filteredOn(call -> call.line().equals("POST /admin/v1/AppClientSecretRegenerator"))
        .hasSize(1);
  }

  /** A rotation would end the client secret that somebody took from elsewhere. */
  @Test
  void nothingRotatesWithoutSecret() {
    apply("{write: Never}");
    cluster.awaitReady("orders");
    var before = cluster.domain().app("orders").path("clientSecret").asText();
    cluster.annotate("orders", "identitydomains.dev/rotate-secret", "1");
    cluster.awaitFullRead();
    assertThat(cluster.domain().app("orders").path("clientSecret").asText()).isEqualTo(before);
    assertThat(Set.copyOf(cluster.eventReasons())).doesNotContain("SecretRotated");
  }
}
