package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** S4: hostile domains of one tenant leave the operator to the others. */
@ClusterTest
@Tag("any-version")
class HostileDomainIT {

  private static final int DOMAINS = 20;
  private static final int APPLICATIONS = 20;

  @Test
  void hostileDomainsDelayNobodyElse(Scenario scenario) throws Exception {
    scenario.connectDomain();
    try (var hostile = new HostileDomains(DOMAINS);
        var operator = operator(scenario)) {
      scenario.awaitReady("idd/main");
      scenario.kubectl().apply(identityDomains(scenario.namespace(), hostile));
      await().atMost(Duration.ofSeconds(60)).until(() -> hostile.lists() >= DOMAINS);
      scenario.kubectl().apply(scenario.applications(0, APPLICATIONS));
      scenario
          .kubectl()
          .run(
              "wait",
              "clientapp",
              "--all",
              "-n",
              scenario.namespace(),
              "--for=condition=Ready",
              "--timeout=10s");
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() ->
              assertThat(reasons(scenario).lines())
                  .hasSize(DOMAINS)
                  .containsOnly("DomainUnavailable"));
      assertThat(operator.isAlive()).isTrue();
      assertThat(operator.status("/livez")).isEqualTo(200);
      scenario.kubectl().apply(scenario.applications(APPLICATIONS, 2 * APPLICATIONS));
      scenario.awaitReady("clientapp/app-" + (2 * APPLICATIONS - 1));
      scenario.awaitReady("idd/main");
    }
    assertThat(Files.readString(scenario.folder().resolve("hostile.log")))
        .doesNotContain("OutOfMemoryError", "\tat ");
  }

  private static OperatorJar operator(Scenario scenario) throws IOException {
    var cluster = scenario.cluster();
    return OperatorJar.startWithHeap(
        "384m",
        OperatorJar.with(cluster.operatorKubeconfig(cluster.api().url())),
        scenario.folder().resolve("hostile.log"),
        "--namespaces",
        scenario.namespace());
  }

  private static String reasons(Scenario scenario) {
    return scenario.get(
        "idd",
        "-l",
        "hostile",
        "-o",
        "jsonpath={range .items[*]}{.status.conditions[?(@.type==\"Ready\")].reason}{\"\\n\"}{end}");
  }

  private static String identityDomains(String namespace, HostileDomains hostile) {
    return hostile
        .urls()
        .map(url ->
            """
            apiVersion: identitydomains.dev/v1alpha1
            kind: IdentityDomain
            metadata: {name: hostile-%s, namespace: %s, labels: {hostile: ""}}
            spec:
              url: %s
              type: Premium
              driftCheckInterval: 10s
              credentials: {clientSecret: {secretRef: {name: domain-admin}}}
            """
                .formatted(url.substring(url.lastIndexOf(':') + 1), namespace, url))
        .collect(Collectors.joining("---\n"));
  }
}
