package dev.identitydomains.operator.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.kube.ControlPlane;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import dev.identitydomains.sandbox.kube.KubernetesApi;
import dev.identitydomains.sandbox.kube.PlainHttpProxy;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Texts of many scripts reach the domain, whatever the watch; an unreadable event ends nothing. */
class AnyTextTest {

  private static final String NAME = "Café ☕ Größe 日本語 🎉 שלום \"a\" \\n";
  private static final String DESCRIPTION = "漢字 👩‍👩‍👧 مرحبا 'b' \\\\ \"c\"";

  /** A label has ASCII characters only; an annotation any text. */
  private static final String ORDERS =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata:
        name: orders
        namespace: shop
        labels: {text: a_B-1.c}
        annotations: {"example.com/text": "Ä \\x7F \\u0085 \\u009F \\u2028 \\u2029 \\uFEFF \\" \\\\ \\u202E 🎉"}
      spec:
        domainRef: {name: main}
        clientId: orders
        displayName: 'NAME'
        description: 'DESCRIPTION'
        client: {grantTypes: [client_credentials]}
        credentialsSecret: {annotations: {"example.com/text": "Ä \\u0085 \\u2028 🎉 שלום"}}
      """
          .replace("NAME", NAME)
          .replace("DESCRIPTION", DESCRIPTION.replace("'", "''"));

  @Test
  void embeddedApi() throws IOException {
    carriesAnyText(EmbeddedKubernetes.start());
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "KUBEBUILDER_ASSETS", matches = ".+")
  void apiServerOverWebSocket(@TempDir Path folder) throws IOException {
    carriesAnyText(real(folder));
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "KUBEBUILDER_ASSETS", matches = ".+")
  void apiServerOverPlainHttp(@TempDir Path folder) throws IOException {
    carriesAnyText(PlainHttpProxy.before(real(folder)));
  }

  @Test
  void operatorListsAnewAfterUnreadableEvents() throws IOException {
    var proxy = PlainHttpProxy.before(EmbeddedKubernetes.start());
    try (var cluster = OperatorFixture.start(DomainOptions.defaults(), proxy)) {
      cluster.apply(OperatorFixture.DOMAIN);
      cluster.apply(ORDERS);
      cluster.awaitReady("orders");
      assertThat(proxy.spoil("watch=true", "\0{\"type\":\"ADDED\"}")).isGreaterThanOrEqualTo(6);
      await().until(() -> cluster.unreadableEvents() >= 6);
      cluster.apply(ORDERS.replace("☕", "☀"));
      cluster.awaitReady("orders");
      assertThat(cluster.domain().app("orders").path("displayName").asText())
          .isEqualTo(NAME.replace("☕", "☀"));
      await().until(() -> cluster.watchOutages() == 0);
    }
  }

  private static KubernetesApi real(Path folder) throws IOException {
    return ControlPlane.startBare(ControlPlane.assets().orElseThrow(), folder);
  }

  private static void carriesAnyText(KubernetesApi api) throws IOException {
    try (var cluster = OperatorFixture.start(DomainOptions.defaults(), api)) {
      cluster.apply(OperatorFixture.DOMAIN);
      cluster.apply(ORDERS);
      cluster.awaitReady("orders");
      var app = cluster.domain().app("orders");
      assertThat(app.path("displayName").asText()).isEqualTo(NAME);
      assertThat(app.path("description").asText()).isEqualTo(DESCRIPTION);
      var secret = cluster.secret("orders-oauth-client").orElseThrow();
      assertThat(secret.getMetadata().getAnnotations())
          .containsEntry("example.com/text", "Ä \u0085 \u2028 🎉 שלום");
      cluster.apply(ORDERS.replace("Größe", "größer"));
      cluster.awaitReady("orders");
      assertThat(cluster.domain().app("orders").path("displayName").asText())
          .isEqualTo(NAME.replace("Größe", "größer"));
      assertThat(cluster.unreadableEvents()).isZero();
    }
  }
}
