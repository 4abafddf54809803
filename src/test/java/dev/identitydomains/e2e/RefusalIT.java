package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A validating webhook refuses or delays the operator's writes to Kubernetes. */
@ClusterTest
class RefusalIT {

  private static final String GROUP = "identitydomains.dev";
  private static final String WORDS =
      "Kubernetes answers 403: admission webhook \"freeze.example.com\" denied the request: not before the audit";
  private static final int APPLICATIONS = 5;

  /** The time of refusals: the operator retries after 2, 4, 8 and 16 seconds. */
  private static final Duration FREEZE = Duration.ofSeconds(20);

  /** The maximum of tries for a resource meanwhile, with a reserve of two. */
  private static final int TRIES = 6;

  @Test
  void operatorRetriesRefusedStatus(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var operator = scenario.operator();
    scenario.awaitReady();
    try (var webhook = AdmissionWebhook.refusing(scenario, GROUP, "clientapplications/status")) {
      scenario.kubectl().apply(scenario.applications(0, APPLICATIONS));
      outlives(operator);
      assertThat(webhook.asked()).isBetween(APPLICATIONS, APPLICATIONS * TRIES);
    }
    assertThat(log(scenario)).content().contains(WORDS).doesNotContain("\tat ");
    scenario.awaitReady();
  }

  @Test
  void operatorReportsAndRetriesRefusedSecret(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var operator = scenario.operator();
    scenario.awaitReady();
    try (var webhook = AdmissionWebhook.refusing(scenario, "", "secrets")) {
      scenario.kubectl().apply(scenario.applications(0, APPLICATIONS));
      outlives(operator);
      assertThat(webhook.asked()).isBetween(APPLICATIONS, APPLICATIONS * TRIES);
      assertThat(scenario.reason("clientapp/app-0")).isEqualTo("KubernetesRefused");
      assertThat(scenario.get("clientapp/app-0", "-o", "yaml")).contains("not before the audit");
    }
    assertThat(log(scenario)).content().contains(WORDS).doesNotContain("\tat ");
    scenario.awaitReady();
  }

  /** The framework would log a stack trace for each attempt. */
  @Test
  void operatorReportsRefusedRemovalOfFinalizer(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario.kubectl().apply(scenario.applications(0, 1));
    scenario.awaitReady();
    try (var webhook = AdmissionWebhook.refusing(scenario, GROUP, "clientapplications")) {
      scenario
          .kubectl()
          .run("delete", "clientapp/app-0", "-n", scenario.namespace(), "--wait=false");
      await()
          .atMost(FREEZE)
          .until(() -> scenario.reason("clientapp/app-0").equals("DeletionBlocked"));
      assertThat(scenario.get("clientapp/app-0", "-o", "yaml"))
          .contains("not before the audit", "clientapplications " + scenario.namespace());
      assertThat(webhook.asked()).isBetween(1, TRIES);
    }
    scenario
        .kubectl()
        .run(
            "wait", "--for=delete", "--timeout=60s", "clientapp/app-0", "-n", scenario.namespace());
    assertThat(log(scenario)).content().doesNotContain("\tat ");
  }

  @Test
  void operatorWritesEachStatusOnceDespiteSlowWebhook(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var operator = scenario.operator();
    scenario.awaitReady();
    var time = Duration.ofSeconds(8);
    try (var webhook = AdmissionWebhook.slow(scenario, GROUP, "clientapplications/status", time)) {
      scenario.kubectl().apply(scenario.applications(0, APPLICATIONS));
      scenario.awaitReady();
      assertThat(webhook.asked()).isEqualTo(APPLICATIONS);
    }
    assertThat(operator.isAlive()).isTrue();
  }

  private static void outlives(OperatorJar operator) {
    await().during(FREEZE).atMost(FREEZE.plusSeconds(5)).until(operator::isAlive);
  }

  private static Path log(Scenario scenario) {
    return scenario.folder().resolve("operator-1.log");
  }
}
