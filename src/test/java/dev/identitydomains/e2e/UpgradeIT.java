package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@OnCluster
class UpgradeIT {

  private static final Path CRD = Path.of("crds", "clientapplications.yaml");
  private static final String SCHEMA = "/spec/versions/0/schema/openAPIV3Schema/properties";

  @Test
  void whatAnOlderSchemaStoredStillWorks(Scenario scenario) throws IOException {
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
}
