package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.sandbox.domain.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@ClusterTest
class DeletionIT {

  @Test
  void namespaceDeletionDeletesItsAppsRolesAndGrants(Scenario scenario) throws IOException {
    leavesNothing(scenario, "");
  }

  @Test
  void namespaceDeletionSucceedsAfterDeletionOfSecret(Scenario scenario) throws IOException {
    leavesNothing(scenario, "secret/domain-admin");
  }

  @Test
  void namespaceDeletionSucceedsAfterDeletionOfDomain(Scenario scenario) throws IOException {
    leavesNothing(scenario, "idd/main");
  }

  @Test
  void namespaceDeletionSucceedsAfterDeletionOfApplication(Scenario scenario) throws IOException {
    leavesNothing(scenario, "clientapp/api");
  }

  /** Deletes an object of a namespace, then the namespace. */
  private static void leavesNothing(Scenario scenario, String first) throws IOException {
    var before = everything(scenario);
    inUse(scenario);
    if (!first.isEmpty()) {
      scenario.kubectl().run("delete", first, "-n", scenario.namespace(), "--wait=false");
    }
    scenario.kubectl().run("delete", "namespace", scenario.namespace(), "--timeout=90s");
    assertThat(everything(scenario)).isEqualTo(before);
  }

  /** Starts an operator with resources of all kinds, and waits until they are Ready. */
  private static OperatorJar inUse(Scenario scenario, String... fields) throws IOException {
    scenario.connectDomain();
    var operator = scenario.operator();
    scenario.kubectl().apply(scenario.role("reader", "api", "availableTo: [Clients, Groups]"));
    scenario.kubectl().apply(scenario.grant("staff", "reader", "api"));
    scenario.kubectl().apply(scenario.application("api", fields));
    var roles = "appRoles: [{role: User Administrator}, {role: reader, application: {name: api}}]";
    var all = Stream.concat(Stream.of(roles), Stream.of(fields)).toArray(String[]::new);
    scenario.kubectl().apply(scenario.application("orders", all));
    scenario.awaitReady();
    return operator;
  }

  private static List<?> everything(Scenario scenario) {
    return Stream.of("Apps", "AppRoles", "Grants").flatMap(scenario.domain()::resources).toList();
  }

  @Test
  void namespaceDeletionKeepsRetainedApps(Scenario scenario) throws IOException {
    inUse(scenario, "deletionPolicy: Retain");
    var apps = scenario.domain().resources("Apps").map(app -> app.path("id").asText()).toList();
    scenario.kubectl().run("delete", "namespace", scenario.namespace(), "--timeout=90s");
    assertThat(scenario.domain().resources("Apps"))
        .extracting(app -> app.path("id").asText())
        .isEqualTo(apps);
    assertThat(scenario.domain().resources("Apps"))
        .allMatch(app -> app.path("active").asBoolean())
        .noneMatch(app -> app.path("tags").toString().contains("identitydomains.dev/owner"));
    assertThat(scenario.domain().resources("Apps").map(app -> app.path("tags").toString()))
        .filteredOn(tags -> tags.contains("identitydomains.dev/retained-from"))
        .hasSize(2)
        .allMatch(tags -> tags.contains(scenario.namespace() + "@"));
  }

  @Test
  void namespaceDeletionDuringCreationsLeavesNoApp(Scenario scenario) throws IOException {
    var before = everything(scenario);
    scenario.connectDomain();
    scenario.operator();
    scenario.awaitReady();
    var slow = new Fault.Delay(Duration.ofMillis(700));
    scenario.domain().faults().arm("POST /admin/v1/(Apps|Bulk)$", slow, 1000);
    scenario.kubectl().apply(scenario.applications(0, 30));
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> everything(scenario).size() > before.size());
    assertThat(everything(scenario).size()).isLessThan(before.size() + 30);
    scenario.kubectl().run("delete", "namespace", scenario.namespace(), "--timeout=90s");
    assertThat(everything(scenario)).isEqualTo(before);
  }

  @Test
  void namespaceOfDomainWaitsForItsTeams(Scenario scenario) throws IOException {
    var before = everything(scenario);
    var team = scenario.anotherNamespace("team");
    scenario.connectDomain();
    scenario.register("orders", team);
    scenario.operatorWith();
    scenario
        .kubectl()
        .run("wait", "--for=condition=Ready", "clientapp/orders", "-n", team, "--timeout=60s");
    scenario.kubectl().run("delete", "namespace", scenario.namespace(), "--wait=false");
    await().until(() -> scenario.reason("idd/main").equals("DeletionBlocked"));
    await().until(() -> isMarkedForDeletion(scenario));
    scenario.kubectl().run("delete", "namespace", team, "--timeout=60s");
    scenario.kubectl().run("wait", "--for=delete", "ns/" + scenario.namespace(), "--timeout=60s");
    assertThat(everything(scenario)).isEqualTo(before);
  }

  @Test
  void operatorEndsDeletionsThatItFindsAtItsStart(Scenario scenario) throws IOException {
    var before = everything(scenario);
    inUse(scenario).kill();
    var kinds = "clientapp,approle,approlegrant";
    scenario.kubectl().run("delete", kinds, "--all", "-n", scenario.namespace(), "--wait=false");
    scenario.operator();
    scenario
        .kubectl()
        .run("wait", "--for=delete", kinds, "--all", "-n", scenario.namespace(), "--timeout=60s");
    assertThat(everything(scenario)).isEqualTo(before);
  }

  /** Its credentials wait for an operator. */
  @Test
  void operatorEndsDeletionOfNamespaceThatItFinds(Scenario scenario) throws IOException {
    var before = everything(scenario);
    inUse(scenario).kill();
    scenario.kubectl().run("delete", "namespace", scenario.namespace(), "--wait=false");
    await().atMost(Duration.ofSeconds(30)).until(() -> isMarkedForDeletion(scenario));
    scenario.operator();
    scenario.kubectl().run("wait", "--for=delete", "ns/" + scenario.namespace(), "--timeout=60s");
    assertThat(everything(scenario)).isEqualTo(before);
  }

  /** Whether the credentials of the domain are marked for deletion. */
  private static boolean isMarkedForDeletion(Scenario scenario) {
    return !scenario
        .get("secret", "-o", "jsonpath={.items[*].metadata.deletionTimestamp}")
        .isBlank();
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
