package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.ShiftedClock;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.domain.Fault;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Secret's shape, and when the client secret in it changes and when not. */
class SecretRotationTest {

  private static final String SECRET = "orders-oauth-client";
  private static final String REGENERATE = "POST /admin/v1/AppClientSecretRegenerator";

  private final ShiftedClock clock = new ShiftedClock(Duration.ofHours(2));
  @AutoClose private OperatorFixture cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = OperatorFixture.start(clock);
    cluster.apply(OperatorFixture.DOMAIN);
    cluster.apply(OperatorFixture.ORDERS);
    cluster.awaitReady("orders");
  }

  @Test
  void newValueOfAnnotationRotatesOnce() {
    var old = published();
    rotate("leaked");
    await().until(() -> !published().equals(old));
    await().until(() -> cluster.events("SecretRotated").size() == 1);
    assertThat(published()).isEqualTo(actual());
    cluster.apply(OperatorFixture.ORDERS + "  description: Later\n");
    await().until(() -> description().equals("Later"));
    cluster.awaitReady("orders");
    assertThat(regenerations()).isEqualTo(1);
  }

  @Test
  void clientSecretIsRotatedAfterDeclaredTime() {
    var old = published();
    clock.catchUp();
    cluster.apply(OperatorFixture.ORDERS + "  credentialsSecret: {rotateAfter: 1h}\n");
    await().until(() -> !published().equals(old));
    await().until(() -> published().equals(actual()));
    assertThat(regenerations()).isEqualTo(1);
    assertThat(cluster.awaitReady("orders").getStatus().secretRotatedAt()).isNotNull();
  }

  /** S9: whoever may edit the resource or its Secret costs the others no calls without end. */
  @Test
  void rotatesTwiceInAMinuteAtMost() {
    for (var value : List.of("first", "second")) {
      var old = published();
      rotate(value);
      await().until(() -> !published().equals(old));
    }
    var second = published();
    rotate("third");
    cluster.apply(OperatorFixture.ORDERS + "  description: Later\n");
    await().until(() -> description().equals("Later"));
    cluster.awaitReady("orders");
    assertThat(regenerations()).isEqualTo(2);
    assertThat(published()).isEqualTo(second).isEqualTo(actual());
    clock.catchUp();
    cluster.apply(OperatorFixture.ORDERS + "  description: Much later\n");
    await().until(() -> !published().equals(second));
    assertThat(regenerations()).isEqualTo(3);
  }

  /** The old secret has ended by then: regenerating a second time would be one too many. */
  @Test
  void rotationWithLostReplyIsNotRepeated() {
    var old = published();
    cluster.domain().faults().arm(REGENERATE, new Fault.DropReply(), 1);
    rotate("leaked");
    await().until(() -> !published().equals(old));
    assertThat(published()).isEqualTo(actual());
    cluster.awaitReady("orders");
    assertThat(regenerations()).isEqualTo(1);
  }

  /** Item 6: a Secret that somebody put there while the domain was slow is not taken over. */
  @Test
  void secretThatAppearsDuringRotationStays() {
    cluster.domain().faults().arm(REGENERATE, new Fault.Delay(Duration.ofSeconds(2)), 1);
    rotate("leaked");
    await().until(() -> cluster.domain().faults().hits() > 0);
    cluster.deleteAndAwait(Secret.class, SECRET);
    var foreign =
        new SecretBuilder()
            .withNewMetadata()
            .withName(SECRET)
            .withNamespace(OperatorFixture.NAMESPACE)
            .endMetadata()
            .addToStringData("mine", "yes")
            .build();
    var created = cluster.client().resource(foreign).create();
    cluster.awaitReason(ClientApplication.class, "orders", Reason.SecretConflict);
    assertThat(cluster.secret(SECRET).orElseThrow().getData()).isEqualTo(created.getData());
  }

  @Test
  void failedRotationIsRetried() {
    var old = published();
    cluster.domain().faults().arm(REGENERATE, new Fault.Status(503), 1);
    rotate("leaked");
    await().until(() -> !published().equals(old));
    assertThat(published()).isEqualTo(actual());
  }

  @Test
  void deletedSecretIsRestoredWithoutRotation() {
    var old = published();
    cluster.client().resource(secret()).delete();
    await().until(() -> cluster.secret("orders-oauth-client").isPresent());
    assertThat(published()).isEqualTo(old).isEqualTo(actual());
    assertThat(regenerations()).isZero();
  }

  @Test
  void changedSecretIsRestoredWithoutRotation() {
    var old = published();
    edit(secret -> new SecretBuilder(secret).addToData("client-secret", "d3Jvbmc=").build());
    await().until(() -> published().equals(old));
    edit(secret -> new SecretBuilder(secret).addToData("client-id", "d3Jvbmc=").build());
    await().until(() -> OperatorFixture.value(secret(), "client-id").equals("orders"));
    assertThat(regenerations()).isZero();
  }

  @Test
  void secretHasDeclaredKeysLabelsAndAnnotations() {
    cluster.apply(
        OperatorFixture.ORDERS
            + """
              credentialsSecret:
                keys: {client-id: OAUTH_ID, client-secret: OAUTH_SECRET}
                labels: {team: shop}
                annotations: {example.com/note: kept}
            """);
    await().until(() -> secret().getData().containsKey("OAUTH_SECRET"));
    assertThat(secret().getData().keySet())
        .contains("type", "provider", "OAUTH_ID", "OAUTH_SECRET", "token-uri")
        .doesNotContain("client-id", "client-secret");
    assertThat(OperatorFixture.value(secret(), "OAUTH_SECRET")).isEqualTo(actual());
    assertThat(secret().getMetadata().getLabels()).containsEntry("team", "shop");
    assertThat(secret().getMetadata().getAnnotations()).containsEntry("example.com/note", "kept");
    assertThat(regenerations()).isZero();
  }

  private void rotate(String value) {
    cluster.annotate("orders", "identitydomains.dev/rotate-secret", value);
  }

  private void edit(UnaryOperator<Secret> change) {
    cluster
        .client()
        .secrets()
        .inNamespace(OperatorFixture.NAMESPACE)
        .withName("orders-oauth-client")
        .edit(change);
  }

  private Secret secret() {
    cluster.awaitReason(ClientApplication.class, "orders", Reason.Synced);
    return cluster.secret("orders-oauth-client").orElseThrow();
  }

  private String published() {
    return cluster
        .secret("orders-oauth-client")
        .map(secret -> OperatorFixture.value(secret, "client-secret"))
        .orElse("");
  }

  private String actual() {
    return cluster.domain().app("orders").path("clientSecret").asText();
  }

  private String description() {
    return cluster.domain().app("orders").path("description").asText();
  }

  private long regenerations() {
    return cluster.domain().calls().stream()
        .filter(call -> call.line().equals(REGENERATE) && call.status() < 300)
        .count();
  }
}
