package dev.identitydomains.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.identitydomains.argocd.LuaScript;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples as Argo CD sees them; {@link ExamplesTest} does so for the built ones. */
class OutOfSyncTest {

  private static final JsonMapper JSON = new JsonMapper();

  @AutoClose private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    var options = DomainOptions.defaults().withAdminSecret(Quickstart.EXAMPLE_SECRET);
    sandbox = Sandbox.start(IdentityDomainEmulator.start(options), EmbeddedKubernetes.start());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "roles-and-grants",
        "user-administration",
        "portal",
        "assignment",
        "spring-boot",
        "quarkus",
        "rotation",
        "adoption",
        "observe"
      })
  void settledExampleIsInSync(String folder) throws IOException {
    apply("quickstart");
    var manifests = apply(folder);
    new Readiness(sandbox.client()).await(manifests.own(), Duration.ofSeconds(5));
    OutOfSync.assertNone(sandbox.client(), manifests);
  }

  @Test
  void settledQuickstartIsHealthy() throws IOException {
    var manifests = apply("quickstart");
    new Readiness(sandbox.client()).await(manifests.own(), Duration.ofSeconds(20));
    for (var manifest : manifests.own()) {
      assertThat(LuaScript.read("health.lua").run(live(manifest)).path("status").asText())
          .as(manifest.getMetadata().getName())
          .isEqualTo("Healthy");
    }
  }

  private Manifests apply(String folder) throws IOException {
    var manifests =
        new Manifests(
            sandbox.client(),
            Path.of("examples").resolve(folder),
            sandbox.domain().url().toString());
    manifests.sync();
    return manifests;
  }

  private JsonNode live(GenericKubernetesResource manifest) {
    return JSON.valueToTree(sandbox.client().resource(manifest).get());
  }
}
