package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ClusterTest
class UpgradeIT {

  private static final Path CRD = Path.of("crds", "clientapplications.yaml");
  private static final String SCHEMA = "/spec/versions/0/schema/openAPIV3Schema/properties";

  /** Invalid fields that an older CustomResourceDefinition admitted. */
  private static final Map<String, String> WRONG =
      Map.of(
          "enum", "managementPolicy: Sometimes",
          "bound", "description: " + "x".repeat(251),
          "rule", "resourceServer: {audience: a, accessTokenLifetime: 0s}");

  /** Fields of another type: the API server refuses every apply to such an object. */
  private static final Map<String, String> OF_ANOTHER_TYPE =
      Map.of("map", "clientId: {name: orders}", "text", "appRoles: all");

  @Test
  void operatorReconcilesResourcesOfOlderSchema(Scenario scenario) throws IOException {
    var yaml = new YAMLMapper();
    var old = (ObjectNode) yaml.readTree(CRD.toFile());
    var spec = (ObjectNode) old.at(SCHEMA + "/spec/properties");
    var status = (ObjectNode) old.at(SCHEMA + "/status");
    spec.putObject("retired").put("type", "string");
    spec.withObject("/adoptionPolicy").remove("default");
    spec.withObject("/active").remove("default");
    status.remove("default");
    status.withObject("/properties").remove("domain");
    try {
      scenario.kubectl().apply(yaml.writeValueAsString(old));
      scenario.connectDomain();
      scenario.kubectl().apply(scenario.application("orders", "clientId: orders", "retired: x"));
      assertThat(scenario.get("clientapp/orders", "-o", "jsonpath={.spec.retired}")).isEqualTo("x");
    } finally {
      scenario.kubectl().run("apply", "-f", CRD.toString());
    }
    scenario.operator();
    scenario.awaitReady();
    assertThat(scenario.domain().app("orders").path("active").asBoolean()).isTrue();
    assertThat(scenario.get("clientapp/orders", "-o", "jsonpath={.status.domain}"))
        .isEqualTo(scenario.namespace() + "/main");
  }

  /** Each object is valid by an older definition and invalid by the current one. */
  @Test
  void invalidResourcesOfOlderSchemaBlockNoOtherResource(Scenario scenario) throws IOException {
    var yaml = new YAMLMapper();
    var old = (ObjectNode) yaml.readTree(CRD.toFile());
    ((ObjectNode) old.at(SCHEMA))
        .putObject("spec")
        .put("type", "object")
        .put("x-kubernetes-preserve-unknown-fields", true);
    ((ObjectNode) old.at("/spec/versions/0")).remove("selectableFields");
    try {
      scenario.kubectl().apply(yaml.writeValueAsString(old));
      scenario.connectDomain();
      WRONG.forEach((name, field) -> scenario.kubectl().apply(scenario.application(name, field)));
      OF_ANOTHER_TYPE.forEach(
          (name, field) -> scenario.kubectl().apply(scenario.application(name, field)));
    } finally {
      scenario.kubectl().run("apply", "-f", CRD.toString());
    }
    var operator = scenario.operator();
    scenario.kubectl().apply(scenario.application("neighbour"));
    scenario.awaitReady("clientapp/neighbour");
    for (var name : WRONG.keySet()) {
      await().until(() -> scenario.reason("clientapp/" + name).equals("InvalidSpec"));
    }
    assertThat(operator.isAlive()).isTrue();
    assertThat(scenario.writes()).hasSize(1);
    scenario
        .kubectl()
        .run("delete", "clientapp", "--all", "-n", scenario.namespace(), "--timeout=30s");
  }
}
