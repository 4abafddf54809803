package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.sandbox.kube.ControlPlane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code kubectl kustomize}. */
final class Kustomize {

  private Kustomize() {}

  /** Skips a test where kubectl is not there, unless it has to be. */
  static void assumeKubectl() {
    assumeTrue(
        ControlPlane.assets().isPresent() || "true".equals(System.getenv("CI")),
        "set KUBEBUILDER_ASSETS");
  }

  /** The objects of a kustomization. */
  static List<JsonNode> render(Path folder) throws IOException, InterruptedException {
    var kubectl = ControlPlane.assets().orElseThrow().resolve("kubectl").toString();
    var process =
        new ProcessBuilder(kubectl, "kustomize", folder.toString())
            .redirectErrorStream(true)
            .start();
    var yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(yaml).isZero();
    return new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll();
  }
}
