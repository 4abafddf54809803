package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Removes the operator from the cluster and installs it again. */
@ClusterTest
class UninstallIT {

  @Test
  void deletionOfInstallationKeepsEveryResource(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var operator = scenario.operator();
    scenario.kubectl().apply(scenario.application("orders", "clientId: orders"));
    scenario.kubectl().apply(scenario.role("reader", "orders"));
    scenario.kubectl().apply(scenario.grant("staff", "reader", "orders"));
    scenario.kubectl().apply(scenario.assignment("ada", "orders"));
    scenario.kubectl().apply(scenario.application("reports", "clientId: reports"));
    scenario.awaitReady();
    var before = resources(scenario);
    var writes = scenario.writes();
    try {
      scenario.kubectl().run("delete", "-k", "deploy/", "--timeout=90s");
      assertThat(resources(scenario)).isEqualTo(before).hasSize(6);
      assertThat(scenario.writes()).isEqualTo(writes);
      operator.kill();
      var deletion =
          List.of("delete", "clientapp/orders", "-n", scenario.namespace(), "--timeout=3s");
      assertThat(scenario.kubectl().attempt(deletion)).contains("timed out");
    } finally {
      scenario.kubectl().run("apply", "-k", "deploy/");
    }
    scenario.operator();
    scenario.kubectl().apply(scenario.application("late"));
    scenario.awaitReady("clientapp/late");
    scenario.kubectl().run("wait", "--for=delete", "clientapp/orders", "-n", scenario.namespace());
    assertThat(scenario.domain().app("orders").isMissingNode()).isTrue();
    assertThat(scenario.domain().app("reports").path("active").asBoolean()).isTrue();
  }

  /** Kind, name and deletionTimestamp of all resources of the namespace. */
  private static List<String> resources(Scenario scenario) {
    var columns = "custom-columns=:kind,:metadata.name,:metadata.deletionTimestamp";
    return scenario.get("identity", "--no-headers", "-o", columns).lines().toList();
  }

  @Test
  void installationContainsNoDefinition(Scenario scenario) {
    for (var part : List.of("", "single-namespace", "restart", "policies")) {
      assertThat(scenario.kubectl().run("kustomize", "deploy/" + part))
          .contains("kind: ")
          .doesNotContain("kind: CustomResourceDefinition\n");
    }
    // the operator's namespace is that of the resources
    assertThat(scenario.kubectl().run("kustomize", "deploy/single-namespace"))
        .doesNotContain("kind: Namespace\n");
  }
}
