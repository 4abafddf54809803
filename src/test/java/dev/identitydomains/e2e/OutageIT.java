package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.sandbox.domain.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@OnCluster
class OutageIT {

  @Test
  void theApiServerMayGoAway(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var operator = scenario.operator();
    scenario.kubectl().apply(applications(scenario, 0, 40));
    scenario.cluster().api().stopApiServer();
    try {
      // as long as an upgrade of a control plane takes
      await()
          .during(Duration.ofSeconds(20))
          .atMost(Duration.ofSeconds(25))
          .until(operator::isAlive);
    } finally {
      scenario.cluster().api().startApiServer();
    }
    scenario.kubectl().apply(applications(scenario, 40, 50));
    scenario.awaitReady();
    assertThat(operator.isAlive()).isTrue();
    assertThat(
            scenario
                .domain()
                .resources("Apps")
                .filter(a -> a.path("name").asText().startsWith("app_")))
        .hasSize(50);
  }

  @Test
  void theDomainMayGoAway(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario.kubectl().apply(applications(scenario, 0, 5));
    scenario.awaitReady();
    scenario.domain().disconnect();
    scenario.kubectl().apply(applications(scenario, 5, 10));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> reason(scenario, "idd/main").equals("DomainUnavailable"));
    await()
        .during(Duration.ofSeconds(30))
        .atMost(Duration.ofSeconds(40))
        .until(() -> !reason(scenario, "clientapp/app-7").equals("Synced"));
    scenario.domain().faults().arm(".", new Fault.Status(429), Integer.MAX_VALUE);
    scenario.domain().connect();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> reason(scenario, "idd/main").equals("RateLimited"));
    await()
        .during(Duration.ofSeconds(30))
        .atMost(Duration.ofSeconds(40))
        .until(() -> !reason(scenario, "clientapp/app-7").equals("Synced"));
    scenario.domain().faults().clear();
    scenario.awaitReady();
  }

  private static String reason(Scenario scenario, String resource) {
    return scenario.get(
        resource, "-o", "jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}");
  }

  private static String applications(Scenario scenario, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> scenario.application("app-" + i, "clientId: app_" + i))
        .collect(Collectors.joining("---\n"));
  }
}
