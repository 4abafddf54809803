package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.admission.RandomSpecs;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Objects made at random from the definitions, on a real API server: each is admitted, gets a
 * condition and can be deleted, nothing is logged as an exception, and the domain is as before. The
 * system property {@code random.seed} makes the objects of a failure again.
 */
@ClusterTest
class RandomObjectsIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void everyRandomObjectGetsItsConditionAndCanBeDeleted(Scenario scenario) throws IOException {
    var seed = Long.getLong("random.seed", System.nanoTime());
    System.out.println("random.seed=" + seed);
    scenario.connectDomain();
    scenario.operator();
    scenario.awaitReady();
    var before = contents(scenario);
    create(scenario, seed);
    await("seed " + seed)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> withoutCondition(scenario).isEmpty());
    delete(scenario, "appassignments,approlegrants,approles,clientapplications");
    delete(scenario, "identitydomains");
    assertThat(contents(scenario)).as("seed %d", seed).isEqualTo(before);
    assertThat(scenario.folder().resolve("operator-1.log"))
        .content()
        .as("seed %d", seed)
        .doesNotContain("\tat ");
  }

  private static void create(Scenario scenario, long seed) {
    var config = Config.fromKubeconfig(scenario.cluster().api().kubeconfig());
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      create(client, scenario, "identitydomains", "d-", 4, seed);
      create(client, scenario, "clientapplications", "a-", 80, seed);
      create(client, scenario, "approles", "r-", 30, seed);
      create(client, scenario, "approlegrants", "g-", 40, seed);
      create(client, scenario, "appassignments", "u-", 40, seed);
    }
  }

  private static void create(
      KubernetesClient client,
      Scenario scenario,
      String plural,
      String prefix,
      int count,
      long seed) {
    RandomSpecs.resources(plural, scenario.namespace(), prefix, count, seed)
        .forEach(resource -> client.resource(resource).create());
  }

  private static List<String> withoutCondition(Scenario scenario) throws IOException {
    return JSON.readTree(scenario.get("identity", "-o", "json"))
        .path("items")
        .valueStream()
        .filter(resource -> !isReported(resource))
        .map(resource -> resource.at("/metadata/name").asText())
        .toList();
  }

  private static boolean isReported(JsonNode resource) {
    return resource
        .at("/status/conditions")
        .valueStream()
        .anyMatch(condition ->
            condition.path("type").asText().equals("Ready")
                && condition
                    .path("observedGeneration")
                    .equals(resource.at("/metadata/generation")));
  }

  private static void delete(Scenario scenario, String kinds) {
    scenario.kubectl().run("delete", kinds, "--all", "-n", scenario.namespace(), "--timeout=60s");
  }

  private static Set<String> contents(Scenario scenario) {
    return new TreeSet<>(
        Stream.of("Apps", "AppRoles", "Grants", "OAuthClientCertificates")
            .flatMap(type -> scenario.domain().resources(type).map(r -> type + r.path("id")))
            .toList());
  }
}
