package dev.identitydomains.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.admission.AdmissionTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code examples/gitops} and {@code docs/gitops.md} promise to users of Flux and Argo CD. */
class GitOpsExampleTest {

  static List<String> clusters() throws IOException {
    return FluxExample.clusters();
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void kustomizationsOfFluxWaitPruneAndNeverForce(String cluster) throws IOException {
    var source = FluxExample.objects(cluster, "GitRepository").getFirst().at("/metadata/name");
    var kustomizations = FluxExample.objects(cluster, "Kustomization");
    var names = kustomizations.stream().map(k -> k.at("/metadata/name").asText()).toList();
    assertThat(names).containsExactly("platform", "storefront");
    for (var kustomization : kustomizations) {
      var spec = kustomization.path("spec");
      assertThat(spec.path("wait").asBoolean()).isTrue();
      assertThat(spec.path("prune").asBoolean()).isTrue();
      assertThat(spec.has("force")).isFalse();
      assertThat(spec.path("timeout").asText()).isNotEmpty();
      assertThat(spec.at("/sourceRef/name")).isEqualTo(source);
      assertThat(Path.of(spec.path("path").asText())).isDirectory();
    }
    assertThat(kustomizations.getLast().at("/spec/dependsOn/0/name").asText())
        .isEqualTo("platform");
  }

  @ParameterizedTest
  @MethodSource("clusters")
  void definitionsAdmitWhatFluxApplies(String cluster) throws IOException {
    for (var kustomization : FluxExample.objects(cluster, "Kustomization")) {
      for (var object : FluxExample.documents(FluxExample.text(kustomization))) {
        if (object.path("apiVersion").asText().startsWith("identitydomains.dev/")) {
          var plural = object.path("kind").asText().toLowerCase(Locale.ROOT) + "s";
          assertThat(AdmissionTable.errors(plural, object.path("spec"), MissingNode.getInstance()))
              .as(object.toPrettyString())
              .isEmpty();
        }
      }
    }
  }

  @Test
  void applicationSetDeploysEachEnvironmentInWaves() throws IOException {
    var set = yaml(Path.of("examples", "gitops", "argocd", "applicationset.yaml"));
    var path = set.at("/spec/template/spec/source/path").asText();
    var elements = set.at("/spec/generators/0/list/elements");
    assertThat(elements).hasSize(3);
    for (var element : elements) {
      var folder = path.replace("{{.environment}}", element.path("environment").asText());
      assertThat(Path.of(folder, "kustomization.yaml")).isRegularFile();
    }
    assertThat(set.at("/spec/template/spec/syncPolicy").has("syncOptions")).isFalse();
    assertThat(wave("namespace")).isLessThan(wave("domain"));
    assertThat(wave("domain")).isLessThan(wave("storefront"));
  }

  private static int wave(String file) throws IOException {
    return yaml(Path.of("examples", "environments", "base", file + ".yaml"))
        .at("/metadata/annotations/argocd.argoproj.io~1sync-wave")
        .asInt();
  }

  private static JsonNode yaml(Path file) throws IOException {
    return new YAMLMapper().readTree(file.toFile());
  }
}
