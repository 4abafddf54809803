package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@ClusterTest
class DeletionIT {

  @Test
  void namespaceDeletionDeletesItsAppsRolesAndGrants(Scenario scenario) throws IOException {
    var before = everything(scenario);
    scenario.connectDomain();
    scenario.operator();
    scenario.kubectl().apply(scenario.role("reader", "api", "availableTo: [Clients]"));
    scenario.kubectl().apply(scenario.application("api"));
    scenario
        .kubectl()
        .apply(
            scenario.application(
                "orders",
                "appRoles: [{role: User Administrator}, {role: reader, application: {name: api}}]"));
    scenario.awaitReady();
    scenario.kubectl().run("delete", "namespace", scenario.namespace(), "--timeout=90s");
    assertThat(everything(scenario)).isEqualTo(before);
  }

  private static List<?> everything(Scenario scenario) {
    return Stream.of("Apps", "AppRoles", "Grants").flatMap(scenario.domain()::resources).toList();
  }

  @Test
  void domainDeletionWaitsForItsApplications(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario.kubectl().apply(scenario.application("orders", "clientId: orders"));
    scenario
        .kubectl()
        .apply(scenario.application("kept", "clientId: kept", "deletionPolicy: Retain"));
    scenario.awaitReady();
    scenario.kubectl().run("delete", "idd/main", "-n", scenario.namespace(), "--wait=false");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            scenario
                .get("idd/main", "-o", "jsonpath={.status.conditions[?(@.type==\"Ready\")].reason}")
                .equals("DeletionBlocked"));
    scenario
        .kubectl()
        .run("delete", "clientapp", "--all", "-n", scenario.namespace(), "--timeout=30s");
    scenario
        .kubectl()
        .run("wait", "--for=delete", "idd/main", "-n", scenario.namespace(), "--timeout=30s");
    assertThat(scenario.domain().app("orders").isMissingNode()).isTrue();
    assertThat(scenario.domain().app("kept").path("active").asBoolean()).isTrue();
  }
}
