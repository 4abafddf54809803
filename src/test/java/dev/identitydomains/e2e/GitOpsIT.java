package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

@ClusterTest
class GitOpsIT {

  @Test
  void repeatedApplyChangesNothing(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    var app = scenario.application("orders", "description: Order service");
    scenario.kubectl().apply(app);
    scenario.awaitReady();
    var generation = scenario.get("clientapp/orders", "-o", "jsonpath={.metadata.generation}");
    var writes = scenario.writes();
    assertThat(scenario.kubectl().apply(app)).contains("unchanged");
    scenario.kubectl().apply(app, "--server-side", "--field-manager=argocd", "--force-conflicts");
    scenario.connectDomain();
    scenario.awaitReady();
    assertThat(scenario.get("clientapp/orders", "-o", "jsonpath={.metadata.generation}"))
        .isEqualTo(generation);
    assertThat(scenario.writes()).isEqualTo(writes);
  }

  @Test
  void operatorOwnsNoFieldOfSpec(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    var app = scenario.application("orders", "description: one");
    scenario.kubectl().apply(app, "--server-side", "--field-manager=flux");
    scenario.awaitReady();
    scenario.kubectl().apply(app.replace("one", "two"), "--server-side", "--field-manager=flux");
    scenario.awaitReady();
    assertThat(scenario.domain().find("Apps", "description", "two").isObject()).isTrue();
    var managers =
        scenario.get(
            "clientapp/orders",
            "--show-managed-fields",
            "-o",
            "jsonpath={range .metadata.managedFields[?(@.manager==\"identity-domain-operator\")]}{.fieldsV1}{\"\\n\"}{end}");
    assertThat(managers).contains("f:status").doesNotContain("f:spec");
  }
}
