package dev.identitydomains.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The Flux repository of {@code examples/gitops}, as Flux reads it. */
final class FluxExample {

  private static final Path CLUSTERS = Path.of("examples", "gitops", "flux", "clusters");
  private static final YAMLMapper YAML = new YAMLMapper();

  private FluxExample() {}

  /** The names of the clusters. */
  static List<String> clusters() throws IOException {
    try (var files = Files.list(CLUSTERS)) {
      return files.map(f -> f.getFileName().toString().replace(".yaml", "")).sorted().toList();
    }
  }

  /** The objects of one kind in the file of a cluster. */
  static List<JsonNode> objects(String cluster, String kind) throws IOException {
    return documents(Files.readString(CLUSTERS.resolve(cluster + ".yaml"))).stream()
        .filter(object -> object.path("kind").asText().equals(kind))
        .toList();
  }

  /** The text that a Kustomization of Flux applies, with its variables substituted. */
  static String text(JsonNode kustomization) throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(Path.of(kustomization.at("/spec/path").asText()))) {
      // Flux applies Namespaces first
      var order = Comparator.comparing((Path file) -> !file.endsWith("namespaces.yaml"));
      for (var file : files.sorted(order.thenComparing(Path::compareTo)).toList()) {
        all.append("---\n").append(Files.readString(file));
      }
    }
    var text = all.toString();
    for (var variable : kustomization.at("/spec/postBuild/substitute").properties()) {
      var expression = "${" + variable.getKey() + "}";
      assertThat(text).contains(expression);
      text = text.replace(expression, variable.getValue().asText());
    }
    assertThat(text).as("no variable is left").doesNotContain("${");
    return text;
  }

  /** The objects of a text. */
  static List<JsonNode> documents(String yaml) throws IOException {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll();
  }
}
