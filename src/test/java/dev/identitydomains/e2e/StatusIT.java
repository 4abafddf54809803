package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Another writer changes a status: the next reconciliation restores it and loses no data. */
@ClusterTest
class StatusIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String FORGED =
      """
      {"status": {"appId": "x", "clientId": "evil", "drift": ["all"], "lastSyncTime": "x",
        "secretRotatedAt": "x", "conditions": [
          {"type": "Stalled", "status": "True", "reason": "Forged", "message": "",
           "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
      """;

  @Test
  void operatorRestoresForgedStatus(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario.kubectl().apply(scenario.application("orders"));
    scenario.awaitReady();
    var before = status(scenario);
    forge(scenario);
    scenario.kubectl().apply(scenario.application("orders", "description: new"));
    await()
        .untilAsserted(() -> {
          var status = status(scenario);
          assertThat(status.path("observedGeneration").asInt()).isEqualTo(2);
          for (var field : new String[] {"appId", "clientId", "drift", "secretRotatedAt"}) {
            assertThat(status.path(field)).as(field).isEqualTo(before.path(field));
          }
          assertThat(status.path("lastSyncTime").asText()).matches("\\d{4}-.*Z");
          assertThat(status.path("conditions").findValuesAsText("type")).containsExactly("Ready");
        });
    assertThat(scenario.folder().resolve("operator-1.log")).content().doesNotContain("\tat ");
  }

  @Test
  void operatorDeletesAppDespiteForgedStatus(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario.kubectl().apply(scenario.application("orders", "clientId: orders"));
    scenario.awaitReady();
    forge(scenario);
    scenario
        .kubectl()
        .run("delete", "clientapp/orders", "-n", scenario.namespace(), "--timeout=30s");
    assertThat(scenario.domain().app("orders").isMissingNode()).isTrue();
  }

  private static void forge(Scenario scenario) {
    scenario
        .kubectl()
        .run(
            "patch",
            "clientapp/orders",
            "-n",
            scenario.namespace(),
            "--subresource=status",
            "--type=merge",
            "-p",
            FORGED);
  }

  private static JsonNode status(Scenario scenario) throws IOException {
    return JSON.readTree(scenario.get("clientapp/orders", "-o", "json")).path("status");
  }
}
