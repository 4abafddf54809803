package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.sandbox.domain.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Helm 4 waits for custom resources by kstatus, and its output has the operator's messages. */
@ClusterTest
@Tag("any-version")
class HelmIT {

  private static final int ALL_CALLS = 1000;

  @Test
  void helmWaitsUntilTheApplicationIsThere(Scenario scenario) throws IOException {
    var helm = Helm.of(scenario);
    connect(scenario);
    var output = helm.install("orders", scenario.application("orders"));
    assertThat(output).contains("STATUS: deployed");
    assertThat(scenario.reason("clientapp/orders")).isEqualTo("Synced");
    assertThat(scenario.domain().find("Apps", "displayName", "orders").isObject()).isTrue();
    helm.run("uninstall", "orders", "--wait", "--timeout=30s");
    assertThat(scenario.domain().find("Apps", "displayName", "orders").isObject()).isFalse();
  }

  /** A refusal that nothing in the cluster ends stops the wait at once. */
  @Test
  void helmTellsWhatTheDomainRefuses(Scenario scenario) throws IOException {
    var helm = Helm.of(scenario);
    connect(scenario);
    scenario.domain().faults().arm("POST /admin/v1/Apps", new Fault.Status(400), ALL_CALLS);
    assertThat(helm.install("orders", scenario.application("orders")))
        .contains("ClientApplication/" + scenario.namespace() + "/orders", "status: Failed")
        .contains(message(scenario, "InvalidSpec"));
  }

  @Test
  void helmTellsWhatNoDomainAdmits(Scenario scenario) throws IOException {
    var helm = Helm.of(scenario);
    connect(scenario);
    var elsewhere = "{name: main, namespace: elsewhere}";
    var application = scenario.application("orders").replace("{name: main}", elsewhere);
    assertThat(helm.install("orders", application))
        .contains("status: InProgress")
        .contains(message(scenario, "NamespaceNotAllowed"))
        .contains("elsewhere/main");
  }

  @Test
  void helmTellsWhatAnApplicationWaitsFor(Scenario scenario) throws IOException {
    var helm = Helm.of(scenario);
    connect(scenario);
    var field = "appRoles: [{role: nobody-declares-it, application: {name: orders}}]";
    assertThat(helm.install("orders", scenario.application("orders", field)))
        .contains("status: InProgress")
        .contains(message(scenario, "DependencyNotReady"))
        .contains("nobody-declares-it");
  }

  private static void connect(Scenario scenario) throws IOException {
    scenario.connectDomain();
    scenario.operator();
    scenario.awaitReady();
  }

  /** The message of the condition Ready, which has this reason. */
  private static String message(Scenario scenario, String reason) {
    assertThat(scenario.reason("clientapp/orders")).isEqualTo(reason);
    return scenario.get(
        "clientapp/orders", "-o", "jsonpath={.status.conditions[?(@.type==\"Ready\")].message}");
  }

  /** Helm in a scenario's namespace, with a chart of one template. */
  private record Helm(Scenario scenario, Path program, Path folder) {

    static Helm of(Scenario scenario) throws IOException {
      var program = TestProgram.of("HELM4", "the output of ../shared/tools/test-program helm4");
      return new Helm(
          scenario,
          program,
          Files.createDirectories(scenario.folder().resolve("helm")).toAbsolutePath());
    }

    /** Installs a chart and waits 20 seconds for its objects; returns the output. */
    String install(String name, String template) throws IOException {
      var chart = Files.createDirectories(folder.resolve(name));
      var metadata = "apiVersion: v2\nname: %s\nversion: 0.1.0\n".formatted(name);
      Files.writeString(chart.resolve("Chart.yaml"), metadata);
      Files.writeString(
          Files.createDirectories(chart.resolve("templates")).resolve("all.yaml"), template);
      return run("install", name, chart.toString(), "--wait", "--timeout=20s");
    }

    String run(String... arguments) throws IOException {
      var command = new ArrayList<>(List.of(program.toString()));
      command.addAll(List.of(arguments));
      command.addAll(List.of("--namespace", scenario.namespace()));
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      var environment = builder.environment();
      environment.put("KUBECONFIG", kubeconfig().toString());
      environment.put("HELM_CACHE_HOME", folder.resolve("cache").toString());
      environment.put("HELM_CONFIG_HOME", folder.resolve("config").toString());
      environment.put("HELM_DATA_HOME", folder.resolve("data").toString());
      var process = builder.start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.onExit().join();
      Files.writeString(folder.resolve(arguments[0] + ".log"), output);
      return output;
    }

    private Path kubeconfig() throws IOException {
      return Files.writeString(folder.resolve("kubeconfig"), scenario.cluster().api().kubeconfig());
    }
  }
}
