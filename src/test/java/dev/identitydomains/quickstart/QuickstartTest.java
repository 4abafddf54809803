package dev.identitydomains.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.quickstart.Readiness.Row;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class QuickstartTest {

  private static final Path EXAMPLE = Path.of("examples", "quickstart");

  @Test
  void endsWithZeroWhenAllIsReady() {
    assertThat(new CommandLine(new Quickstart()).execute("--exit-when-ready")).isZero();
    assertThat(Path.of("target", "sandbox", "kubeconfig")).exists();
  }

  @Test
  void followsAFolder(@TempDir Path folder) throws IOException {
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
      Files.writeString(report, Files.readString(report).replace("User Administrator", "Nobody"));
      manifests.sync();
      assertThat(readiness.await(manifests.own(), Duration.ofSeconds(1)))
          .filteredOn(row -> !row.ready())
          .singleElement()
          .satisfies(row -> assertThat(row.message()).contains("role 'Nobody'"));

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
  void keepsWhatIsAppliedWhenAFileCannotBeRead(@TempDir Path folder) throws IOException {
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
