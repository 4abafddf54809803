package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** S5: a tenant fills the cluster with large Secrets that have the operator's labels. */
@ClusterTest
@Tag("any-version")
class ForeignSecretsIT {

  private static final int SECRETS = 200;
  private static final int BYTES = 700_000; // 0.9 MB in Base64

  @Test
  void largeForeignSecretsAreNeitherTransferredNorKept(Scenario scenario) throws IOException {
    scenario.connectDomain();
    var tenant = scenario.anotherNamespace("tenant");
    try (var line = ApiLine.to(scenario.cluster().api().port())) {
      try (var client = client(scenario)) {
        IntStream.range(0, SECRETS).parallel().forEach(i -> create(client, tenant, i));
      }
      try (var operator = scenario.smallOperatorOn(line)) {
        scenario.kubectl().apply(scenario.applications(0, 5));
        scenario.awaitReady();
        assertThat(operator.isAlive()).isTrue();
        assertThat(line.received()).isLessThan(SECRETS * 20_000L);
        scenario.kubectl().run("delete", "secret/app-3-oauth-client", "-n", scenario.namespace());
        scenario
            .kubectl()
            .run(
                "wait",
                "--for=create",
                "--timeout=60s",
                "secret/app-3-oauth-client",
                "-n",
                scenario.namespace());
      }
    } finally {
      scenario.kubectl().run("delete", "secrets", "--all", "-n", tenant);
    }
  }

  /** What a create has written is not taken back by an apply: another field manager owns it. */
  @Test
  void formerEndpointLeavesTheSecret(Scenario scenario) throws IOException {
    scenario.connectDomain();
    try (var operator = scenario.operatorWith()) {
      scenario.kubectl().apply(scenario.applications(0, 1));
      scenario.awaitReady();
      assertThat(operator.isAlive()).isTrue();
      var secret = "secret/app-0-oauth-client";
      scenario
          .kubectl()
          .run(
              "patch",
              secret,
              "-n",
              scenario.namespace(),
              "--field-manager=identity-domain-operator",
              "--type=merge",
              "-p",
              "{\"data\": {\"issuer-uri\": \"eA==\", \"mine\": \"eA==\"}}");
      await()
          .untilAsserted(() ->
              assertThat(
                      scenario
                          .kubectl()
                          .run("get", secret, "-n", scenario.namespace(), "-o", "jsonpath={.data}"))
                  .contains("mine", "token-uri", "client-secret")
                  .doesNotContain("issuer-uri"));
    }
  }

  private static KubernetesClient client(Scenario scenario) {
    var config = Config.fromKubeconfig(scenario.cluster().api().kubeconfig());
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static void create(KubernetesClient client, String namespace, int number) {
    var bytes = new byte[BYTES];
    new Random(number).nextBytes(bytes);
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("large-" + number)
            .withNamespace(namespace)
            .addToLabels(
                Map.of(
                    "app.kubernetes.io/managed-by",
                    "identity-domain-operator",
                    "identitydomains.dev/credentials",
                    ""))
            .endMetadata()
            .addToData("large", Base64.getEncoder().encodeToString(bytes));
    client.resource(secret.build()).create();
  }
}
