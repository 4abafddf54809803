package dev.identitydomains.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.quickstart.Readiness.Row;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class QuickstartTest {

  private static final Path EXAMPLE = Path.of("examples", "quickstart");

  @Test
  void exitsWithZeroWhenAllResourcesAreReady(@TempDir Path data) {
    var arguments = new String[] {"--exit-when-ready", "--data", data.toString()};
    assertThat(new CommandLine(new Quickstart()).execute(arguments)).isZero();
    assertThat(data.resolve("kubeconfig")).exists();
  }

  /** The quickstart exits when its parent, a shell in place of Maven, is killed. */
  @Test
  void exitsWithItsParentProcess(@TempDir Path data) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-classpath",
            System.getProperty("java.class.path"),
            Quickstart.class.getName(),
            "--data",
            data.toString(),
            "--manifests",
            data.toString());
    var shell =
        new ProcessBuilder("sh", "-c", "\"$@\" & wait", "sh")
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("output.log").toFile());
    shell.command().addAll(command);
    var parent = shell.start();
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(data.resolve("kubeconfig")));
    var sandbox = parent.children().findFirst().orElseThrow();
    parent.destroyForcibly().waitFor();
    assertThat(sandbox.onExit().orTimeout(30, TimeUnit.SECONDS))
        .succeedsWithin(Duration.ofSeconds(31));
  }

  @Test
  void followsChangesInFolder(@TempDir Path folder) throws IOException {
    try (var files = Files.list(EXAMPLE)) {
      for (var file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    var options = DomainOptions.defaults().withAdminSecret(Quickstart.EXAMPLE_SECRET);
    try (var sandbox =
        Sandbox.start(IdentityDomainEmulator.start(options), EmbeddedKubernetes.start())) {
      var manifests = new Manifests(sandbox.client(), folder, sandbox.domain().url().toString());
      var readiness = new Readiness(sandbox.client());
      manifests.sync();
      assertThat(readiness.await(manifests.own(), Duration.ofSeconds(30)))
          .hasSize(5)
          .allMatch(Row::ready);

      var report = folder.resolve("04-orders-report.yaml");
      Files.writeString(report, Files.readString(report).replace("order-reader", "order-nobody"));
      manifests.sync();
      assertThat(readiness.await(manifests.own(), Duration.ofSeconds(1)))
          .filteredOn(row -> !row.ready())
          .singleElement()
          .satisfies(row -> assertThat(row.message()).contains("role 'order-nobody'"));

      Files.delete(report);
      manifests.sync();
      sandbox
          .client()
          .resources(ClientApplication.class)
          .inNamespace("shop")
          .withName("orders-report")
          .waitUntilCondition(Objects::isNull, 20, TimeUnit.SECONDS);
      assertThat(sandbox.domain().find("Apps", "displayName", "Orders report").isMissingNode())
          .isTrue();
    }
  }

  @Test
  void keepsAppliedResourcesWhenFileIsUnreadable(@TempDir Path folder) throws IOException {
    try (var sandbox =
        Sandbox.start(
            IdentityDomainEmulator.start(DomainOptions.defaults()), EmbeddedKubernetes.start())) {
      var manifests = new Manifests(sandbox.client(), folder, "http://127.0.0.1:1");
      Files.copy(EXAMPLE.resolve("01-namespaces.yaml"), folder.resolve("a.yaml"));
      manifests.sync();
      Files.writeString(folder.resolve("a.yaml"), "kind: [\n");
      manifests.sync();
      assertThat(sandbox.client().namespaces().withName("shop").get()).isNotNull();
    }
  }
}
