package dev.identitydomains.argocd;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.identitydomains.argocd.ScriptCases.Case;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The generated ConfigMap, as Argo CD's own command line reads and runs it. */
class ArgoCdProgramTest {

  @TempDir private Path home;

  @BeforeEach
  void needsArgoCd() {
    assumeTrue(
        System.getenv("ARGOCD") != null || "true".equals(System.getenv("CI")),
        "set ARGOCD to the program argocd");
  }

  @ParameterizedTest
  @MethodSource("dev.identitydomains.argocd.ScriptCases#health")
  void healthIsTheScripts(Case test) throws Exception {
    var health = test.expected();
    assertThat(argocd("health", test.input().toString()))
        .isEqualTo(
            "STATUS: %s%nMESSAGE: %s%n",
            health.path("status").asText(), health.path("message").asText());
  }

  @ParameterizedTest
  @MethodSource("dev.identitydomains.argocd.ScriptCases#discovery")
  void actionsAreTheScripts(Case test) throws Exception {
    var rows =
        test.expected()
            .valueStream()
            .map(action -> action.path("name").asText() + " " + action.path("disabled") + "\n")
            .collect(joining("", "NAME DISABLED\n", ""));
    assertThat(argocd("list-actions", test.input().toString()).replaceAll(" +", " "))
        .isEqualTo(rows);
  }

  @ParameterizedTest
  @MethodSource("dev.identitydomains.argocd.ScriptCases#actions")
  void actionChangesItsAnnotationAlone(Case test) throws Exception {
    var annotation = test.name().equals("rotate-secret") ? "rotate-secret" : "paused";
    assertThat(argocd("run-action", test.input().toString(), test.name()).lines())
        .filteredOn(line -> line.matches("[<>+-] .*"))
        .isNotEmpty()
        .allMatch(line ->
            line.contains("identitydomains.dev/" + annotation) || line.contains("annotations:"));
  }

  private String argocd(String command, String... arguments) throws Exception {
    var line = new ArrayList<>(List.of(System.getenv("ARGOCD")));
    line.addAll(List.of("admin", "settings", "resource-overrides", command));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--argocd-cm-path", ArgoCdSettings.FILE.toString()));
    var log = home.resolve("log");
    var builder = new ProcessBuilder(line).redirectError(log.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("KUBECONFIG", "/dev/null");
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    return output;
  }
}
