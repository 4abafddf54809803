package dev.identitydomains.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The test cases beside the scripts, in the form of Argo CD's own. */
final class ScriptCases {

  private static final YAMLMapper YAML = new YAMLMapper();

  private ScriptCases() {}

  /** A resource, and what a script makes of it. */
  record Case(String name, Path input, JsonNode expected) {

    @Override
    public String toString() {
      return name + " " + input.getFileName();
    }

    JsonNode resource() throws IOException {
      return yaml(input);
    }
  }

  static List<Case> health() throws IOException {
    return cases("health_test.yaml", "tests", "healthStatus");
  }

  static List<Case> discovery() throws IOException {
    return cases("actions/action_test.yaml", "discoveryTests", "result");
  }

  static List<Case> actions() throws IOException {
    return cases("actions/action_test.yaml", "actionTests", "expectedOutputPath");
  }

  private static List<Case> cases(String file, String list, String expected) throws IOException {
    var path = LuaScript.FOLDER.resolve(file);
    return yaml(path)
        .path(list)
        .valueStream()
        .map(test ->
            new Case(
                test.path("action").asText(list),
                path.resolveSibling(test.path("inputPath").asText()).normalize(),
                test.path(expected)))
        .toList();
  }

  static JsonNode yaml(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }
}
