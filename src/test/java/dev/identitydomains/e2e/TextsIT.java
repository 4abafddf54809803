package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.sandbox.kube.KubernetesApi;
import dev.identitydomains.sandbox.kube.PlainHttpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Texts of many scripts pass the operator, whether the API server is watched over WebSocket. */
@ClusterTest
class TextsIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String NAME = "Café ☕ Größe 日本語 🎉 שלום \"a\" \\";
  private static final String ANY = "Ä \u0085 \u2028 \u2029 🎉 مرحبا \" \\ \u202e";

  @Test
  void operatorReadsAnyTextOverWebSocket(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var operator = scenario.operator();
    carriesAnyText(scenario, operator);
  }

  @Test
  void operatorReadsAnyTextOverPlainHttp(Scenario scenario) throws IOException {
    scenario.connectDomain();
    try (var proxy = PlainHttpProxy.before(shared(scenario.cluster().api()))) {
      var operator = scenario.operatorOn(proxy);
      carriesAnyText(scenario, operator);
      assertThat(proxy.spoil("clientapplications", "\0")).isPositive();
      carriesAnyText(scenario, operator);
    }
  }

  /** The API server stores the managed fields that whoever edits an object writes. */
  @Test
  void operatorReadsAnyManagedFields(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario.kubectl().apply(scenario.applications(0, 2));
    scenario.awaitReady();
    var path =
        "/apis/identitydomains.dev/v1alpha1/namespaces/%s/clientapplications/app-0"
            .formatted(scenario.namespace());
    var object = (ObjectNode) JSON.readTree(scenario.kubectl().run("get", "--raw", path));
    object
        .withArray("/metadata/managedFields")
        .addObject()
        .put("manager", "other")
        .put("operation", "Update")
        .put("apiVersion", "identitydomains.dev/v1alpha1")
        .put("time", "2026-01-01T00:00:00Z")
        .put("fieldsType", "FieldsV1")
        .put("fieldsV1", "FIELDS");
    var fields =
        "{\"f:%s\":{},\"f:a\":%s{}%s}"
            .formatted("x".repeat(60_000), "{\"f:a\":".repeat(1100), "}".repeat(1100));
    var file = scenario.folder().resolve("managed-fields.json");
    Files.writeString(file, object.toString().replace("\"FIELDS\"", fields));
    scenario.kubectl().run("replace", "--raw", path, "-f", file.toString());
    assertThat(scenario.kubectl().run("get", "--raw", path)).contains("x".repeat(60_000));
    scenario
        .kubectl()
        .apply(scenario.application("app-1", "clientId: app_1", "description: later"));
    await()
        .until(() -> scenario.domain().app("app_1").path("description").asText().equals("later"));
    assertThat(log(scenario)).content().doesNotContain("cannot be read", "\tat ");
  }

  /** The cluster, which other scenarios still need. */
  private static KubernetesApi shared(KubernetesApi api) {
    return new KubernetesApi() {
      @Override
      public String kubeconfig() {
        return api.kubeconfig();
      }

      @Override
      public void close() {}
    };
  }

  private static void carriesAnyText(Scenario scenario, OperatorJar operator) throws IOException {
    for (var drink : new String[] {"Tee", "Café"}) {
      var name = NAME.replace("Café", drink);
      scenario.kubectl().apply(orders(scenario, name));
      scenario.awaitReady("clientapp/orders");
      scenario
          .kubectl()
          .run(
              "wait",
              "clientapp/orders",
              "-n",
              scenario.namespace(),
              "--timeout=30s",
              "--for=jsonpath={.status.observedGeneration}=" + generation(scenario));
      var app = scenario.domain().app("orders");
      assertThat(app.path("displayName").asText()).isEqualTo(name);
      var secret = JSON.readTree(scenario.get("secret/orders-oauth-client", "-o", "json"));
      assertThat(secret.at("/metadata/annotations/example.com~1text").asText()).isEqualTo(ANY);
    }
    assertThat(operator.isAlive()).isTrue();
    assertThat(log(scenario)).content().doesNotContain("Fatal", "\tat ");
  }

  private static String generation(Scenario scenario) {
    return scenario.get("clientapp/orders", "-o", "jsonpath={.metadata.generation}");
  }

  private static Path log(Scenario scenario) {
    return scenario.folder().resolve("operator-1.log");
  }

  private static String orders(Scenario scenario, String name) throws IOException {
    var any =
        JSON.writeValueAsString(ANY).replace("\u0085", "\\u0085").replace("\u2028", "\\u2028");
    any = any.replace("\u2029", "\\u2029").replace("\u202e", "\\u202e");
    return scenario
        .application(
            "orders",
            "clientId: orders",
            "displayName: " + JSON.writeValueAsString(name),
            "credentialsSecret: {annotations: {example.com/text: " + any + "}}")
        .replace("metadata: {", "metadata: {annotations: {example.com/text: " + any + "}, ");
  }
}
