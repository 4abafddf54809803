package dev.identitydomains.argocd;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.argocd.ScriptCases.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts for Argo CD, run by a Lua 5.1. */
class ScriptsTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

  @ParameterizedTest
  @MethodSource("dev.identitydomains.argocd.ScriptCases#health")
  void healthFollowsConditions(Case test) throws IOException {
    assertThat(LuaScript.read("health.lua").run(test.resource())).isEqualTo(test.expected());
  }

  @ParameterizedTest
  @MethodSource("dev.identitydomains.argocd.ScriptCases#discovery")
  void actionsFitTheResource(Case test) throws IOException {
    var found = LuaScript.read("actions/discovery.lua").run(test.resource());
    assertThat(found).hasSameSizeAs(test.expected());
    assertThat(test.expected())
        .allSatisfy(action ->
            assertThat(found.at("/" + action.path("name").asText() + "/disabled"))
                .isEqualTo(action.path("disabled")));
  }

  @ParameterizedTest
  @MethodSource("dev.identitydomains.argocd.ScriptCases#actions")
  void actionChangesItsAnnotationAlone(Case test) throws IOException {
    var changed =
        LuaScript.read("actions/" + test.name() + "/action.lua").run(test.resource()).deepCopy();
    var expected =
        ScriptCases.yaml(LuaScript.FOLDER.resolve("actions").resolve(test.expected().asText()));
    if (test.name().equals("rotate-secret")) {
      var key = "identitydomains.dev/rotate-secret";
      var annotations = (ObjectNode) changed.at("/metadata/annotations");
      assertThat(annotations.path(key).asText())
          .matches(TIME)
          .isNotEqualTo(test.resource().at("/metadata/annotations").path(key).asText());
      annotations.set(key, expected.at("/metadata/annotations").path(key));
    }
    assertThat(changed).isEqualTo(expected);
  }

  @Test
  void everyStateIsTested() throws IOException {
    try (var files = Files.list(LuaScript.FOLDER.resolve("testdata"))) {
      assertThat(ScriptCases.health()).extracting(Case::input).hasSameElementsAs(files.toList());
    }
    assertThat(ScriptCases.health())
        .extracting(test -> test.expected().path("status").asText())
        .contains("Healthy", "Progressing", "Degraded", "Suspended");
    assertThat(kinds(ScriptCases.health()))
        .isEqualTo(
            Set.of(
                "IdentityDomain", "ClientApplication", "AppRole", "AppRoleGrant", "AppAssignment"));
  }

  private static Set<String> kinds(List<Case> tests) throws IOException {
    var resources = new ArrayList<JsonNode>();
    for (var test : tests) {
      resources.add(test.resource());
    }
    return resources.stream().map(resource -> resource.path("kind").asText()).collect(toSet());
  }

  @Test
  void settingsHoldTheScripts() throws IOException {
    assertThat(Files.readString(ArgoCdSettings.FILE))
        .as("run: mvn -q test-compile exec:exec@argocd")
        .isEqualTo(ArgoCdSettings.generate());
    try (var folders = Files.list(LuaScript.FOLDER.resolve("actions"))) {
      assertThat(
              folders
                  .filter(folder -> Files.exists(folder.resolve("action.lua")))
                  .map(Path::getFileName))
          .allSatisfy(name ->
              assertThat(Files.readString(ArgoCdSettings.FILE)).contains("- name: " + name + "\n"));
    }
  }
}
