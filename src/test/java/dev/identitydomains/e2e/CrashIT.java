package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.sandbox.domain.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@ClusterTest
@Tag("any-version")
class CrashIT {

  private static final int APPLICATIONS = 100;
  private static final Fault SLOW = new Fault.Delay(Duration.ofMillis(700));
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void operatorCompletesCreationsAfterKill(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.domain().faults().arm("POST /admin/v1/(Apps|Bulk)$", SLOW, 1000);
    var first = scenario.operator();
    scenario.kubectl().apply(manyApplications(scenario));
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> made(scenario) > 20);
    first.kill();
    assertThat(made(scenario)).as("killed in the middle").isLessThan(APPLICATIONS);
    scenario.domain().faults().clear();
    scenario.operator();
    scenario.awaitReady();
    eachHasOneAppAndAWorkingSecret(scenario);
  }

  @Test
  void standbyReplacesKilledLeader(Scenario scenario) throws Exception {
    scenario.connectDomain();
    var options =
        List.of(
            "--leader-election", "true", "--lease-namespace", KubernetesCluster.OPERATOR_NAMESPACE);
    var leader = scenario.operator(options.toArray(String[]::new));
    scenario.awaitReady("idd/main");
    var standby = scenario.operator(options.toArray(String[]::new));
    scenario.kubectl().apply(manyApplications(scenario));
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> made(scenario) > 20);
    leader.kill();
    scenario.awaitReady();
    eachHasOneAppAndAWorkingSecret(scenario);
    assertThat(scenario.writes())
        .filteredOn(call -> call.line().equals("POST /admin/v1/Apps") && call.status() != 201)
        .as("nothing is tried twice")
        .isEmpty();
    assertThat(standby.stop()).isTrue();
    assertThat(
            scenario
                .kubectl()
                .run(
                    "get",
                    "lease",
                    "-n",
                    KubernetesCluster.OPERATOR_NAMESPACE,
                    "-o",
                    "jsonpath={.items[0].spec.holderIdentity}"))
        .as("the lease is given back")
        .isEmpty();
  }

  private static String manyApplications(Scenario scenario) {
    return IntStream.range(0, APPLICATIONS)
        .mapToObj(i -> scenario.application("app-" + i, "clientId: app_" + i))
        .collect(Collectors.joining("---\n"));
  }

  private static long made(Scenario scenario) {
    return scenario.domain().resources("Apps").filter(CrashIT::isOurs).count();
  }

  private static boolean isOurs(JsonNode app) {
    return app.path("name").asText().startsWith("app_");
  }

  private static void eachHasOneAppAndAWorkingSecret(Scenario scenario) throws IOException {
    var apps =
        scenario
            .domain()
            .resources("Apps")
            .filter(CrashIT::isOurs)
            .collect(
                Collectors.toMap(
                    app -> app.path("name").asText(), app -> app.path("clientSecret").asText()));
    assertThat(apps).hasSize(APPLICATIONS);
    var secrets =
        JSON.readTree(
                scenario.get(
                    "secret",
                    "-l",
                    "app.kubernetes.io/managed-by=identity-domain-operator",
                    "-o",
                    "json"))
            .path("items")
            .valueStream()
            .collect(
                Collectors.toMap(
                    secret -> value(secret, "client-id"),
                    secret -> value(secret, "client-secret")));
    assertThat(secrets).isEqualTo(apps);
  }

  private static String value(JsonNode secret, String key) {
    var encoded = secret.path("data").path(key).asText();
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
