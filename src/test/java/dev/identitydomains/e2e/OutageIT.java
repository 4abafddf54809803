package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.sandbox.domain.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@ClusterTest
class OutageIT {

  /** The typical duration of a control plane's upgrade. */
  private static final Duration OUTAGE = Duration.ofSeconds(20);

  private static final int APPLICATIONS = 40;

  /**
   * The maximum of failed requests for a resource meanwhile: ten tries of the client with backoff,
   * and as many for an event or the next reconciliation. A hot loop would send hundreds.
   */
  private static final int TRIES = 20;

  /** A priority level without seats, so that the API server answers 429 to the operator. */
  private static final String NO_ROOM =
      """
      apiVersion: flowcontrol.apiserver.k8s.io/v1
      kind: PriorityLevelConfiguration
      metadata: {name: no-room}
      spec:
        type: Limited
        limited:
          nominalConcurrencyShares: 0
          lendablePercent: 0
          borrowingLimitPercent: 0
          limitResponse: {type: Reject}
      ---
      apiVersion: flowcontrol.apiserver.k8s.io/v1
      kind: FlowSchema
      metadata: {name: no-room}
      spec:
        matchingPrecedence: 2
        priorityLevelConfiguration: {name: no-room}
        rules:
        - subjects:
          - kind: ServiceAccount
            serviceAccount: {name: identity-domain-operator, namespace: identity-domain-operator}
          resourceRules:
          - {apiGroups: ["*"], resources: ["*"], verbs: ["*"], namespaces: ["*"], clusterScope: true}
      """;

  @Test
  @Tag("any-version")
  void operatorSurvivesOutageOfApiServer(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var api = scenario.cluster().api();
    try (var line = ApiLine.to(api.port())) {
      var operator = scenario.operatorOn(line);
      scenario.kubectl().apply(scenario.applications(0, APPLICATIONS));
      api.stopApiServer();
      var calls = line.calls();
      try {
        outlives(operator);
        assertThat(line.calls() - calls)
            .as("six watches call once a second as well, and each call may be made twice")
            .isLessThan(2 * (APPLICATIONS * TRIES + 6 * (int) OUTAGE.toSeconds()));
      } finally {
        api.startApiServer();
      }
      isInSync(scenario, operator);
    }
  }

  @Test
  void operatorListsResourcesAfterExpiredWatch(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var api = scenario.cluster().api();
    try (var line = ApiLine.to(api.port())) {
      var operator = scenario.operatorOn(line);
      scenario.kubectl().apply(scenario.applications(0, APPLICATIONS));
      scenario.awaitReady();
      line.cut();
      var retired = scenario.application("app-0", "clientId: app_0", "description: retired");
      scenario.kubectl().apply(retired);
      scenario
          .kubectl()
          .run("delete", "clientapp/app-1", "-n", scenario.namespace(), "--wait=false");
      api.stopApiServer(); // its watch cache outlives the compaction of etcd for a while
      api.compactEtcd();
      api.startApiServer();
      var since = Instant.now();
      line.mend();
      scenario.kubectl().run("wait", "--for=delete", "clientapp/app-1", "-n", scenario.namespace());
      await().until(() -> scenario.domain().find("Apps", "description", "retired").isObject());
      wasToldThatItIsGone(scenario, since);
      // not app-1 again: the garbage collector may still delete its former Secret
      scenario.kubectl().apply(scenario.applications(APPLICATIONS + 10, APPLICATIONS + 11));
      isInSync(scenario, operator);
    }
  }

  /**
   * The reply to an expired watch has status 200 before its error event; the test repeats the
   * operator's request to see that error.
   */
  private static void wasToldThatItIsGone(Scenario scenario, Instant since) {
    var requests =
        scenario.cluster().operatorRequests(since).stream()
            .filter(
                request -> request.at("/objectRef/resource").asText().equals("clientapplications"))
            .toList();
    var resumed = requests.stream().filter(request -> verb(request).equals("watch")).findFirst();
    var uri = resumed.orElseThrow().path("requestURI").asText();
    assertThat(scenario.kubectl().run("get", "--raw", uri))
        .contains("too old resource version", "\"code\":410");
    assertThat(requests).filteredOn(request -> verb(request).equals("list")).hasSize(1);
  }

  private static String verb(JsonNode request) {
    return request.path("verb").asText();
  }

  @Test
  @Tag("any-version")
  void operatorSurvivesOutageOfEtcd(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var operator = scenario.operator();
    scenario.kubectl().apply(scenario.applications(0, APPLICATIONS));
    var since = Instant.now();
    scenario.cluster().api().stopEtcd();
    try {
      outlives(operator);
    } finally {
      scenario.cluster().api().startEtcd();
    }
    assertThat(answers(scenario, since).filter(code -> code >= 500).count())
        .isBetween(1L, (long) APPLICATIONS * TRIES);
    isInSync(scenario, operator);
  }

  @Test
  void operatorSurvivesThrottlingByApiServer(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var operator = scenario.operator();
    scenario.awaitReady();
    var since = Instant.now();
    scenario.kubectl().apply(NO_ROOM);
    try {
      scenario.kubectl().apply(scenario.applications(0, APPLICATIONS));
      outlives(operator);
    } finally {
      scenario.kubectl().run("delete", "flowschema,prioritylevelconfiguration", "no-room");
    }
    assertThat(answers(scenario, since).filter(code -> code == 429).count())
        .isBetween(1L, (long) APPLICATIONS * TRIES);
    isInSync(scenario, operator);
  }

  private static Stream<Integer> answers(Scenario scenario, Instant since) {
    return scenario.cluster().operatorRequests(since).stream()
        .map(request -> request.at("/responseStatus/code").asInt());
  }

  private static void outlives(OperatorJar operator) {
    await().during(OUTAGE).atMost(OUTAGE.plusSeconds(5)).until(operator::isAlive);
  }

  /** The same process reconciles old and new resources. */
  private static void isInSync(Scenario scenario, OperatorJar operator) {
    scenario.kubectl().apply(scenario.applications(APPLICATIONS, APPLICATIONS + 10));
    scenario.awaitReady();
    assertThat(operator.isAlive()).isTrue();
    assertThat(
            scenario
                .domain()
                .resources("Apps")
                .filter(app -> app.path("name").asText().startsWith("app_")))
        .hasSize(APPLICATIONS + 10);
  }

  @Test
  @Tag("any-version")
  void operatorSurvivesOutageAndRateLimitOfDomain(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario.kubectl().apply(scenario.applications(0, 5));
    scenario.awaitReady();
    scenario.domain().disconnect();
    scenario.kubectl().apply(scenario.applications(5, 10));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> scenario.reason("idd/main").equals("DomainUnavailable"));
    await()
        .during(Duration.ofSeconds(30))
        .atMost(Duration.ofSeconds(40))
        .until(() -> !scenario.reason("clientapp/app-7").equals("Synced"));
    scenario.domain().faults().arm(".", new Fault.Status(429), Integer.MAX_VALUE);
    scenario.domain().connect();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> scenario.reason("idd/main").equals("RateLimited"));
    await()
        .during(Duration.ofSeconds(30))
        .atMost(Duration.ofSeconds(40))
        .until(() -> !scenario.reason("clientapp/app-7").equals("Synced"));
    scenario.domain().faults().clear();
    scenario.awaitReady();
  }
}
