package dev.identitydomains.quickstart;

import dev.identitydomains.quickstart.Readiness.Row;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.Definitions;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

/**
 * Creates the image's ahead-of-time cache: the image's Java runs the operator with the quickstart
 * once, from jars with the paths and dates of the image.
 */
public final class AotCache {

  /** The date of the image's files; the cache is valid only for jars of the same date. */
  private static final FileTime FILE_TIME = FileTime.from(Instant.ofEpochSecond(1));

  private AotCache() {}

  /** Arguments: the operator's jar, the folder of its libraries, the image's root. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var root = Path.of(args[2]);
    var stage = root.resolveSibling("stage").resolve("app");
    var names = stage(Path.of(args[0]), Path.of(args[1]), stage);
    Files.writeString(root.resolve("opt/operator.classpath"), classpath("/app", names));
    train(root, classpath(stage.toAbsolutePath().toString(), names));
  }

  /** Copies the jars to the image's layout; returns their names in class path order. */
  private static List<String> stage(Path jar, Path libraries, Path stage) throws IOException {
    var names = new ArrayList<>(List.of("classpath/" + jar.getFileName()));
    copy(jar, stage.resolve(names.getFirst()));
    try (var file = new JarFile(jar.toFile())) {
      var listed = file.getManifest().getMainAttributes().getValue("Class-Path");
      for (var entry : listed.split(" ", -1)) {
        var name = Path.of(entry).getFileName().toString();
        names.add("libs/" + name);
        copy(libraries.resolve(name), stage.resolve(names.getLast()));
      }
    }
    return names;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.deleteIfExists(to);
    Files.copy(from, to);
    Files.setLastModifiedTime(to, FILE_TIME);
  }

  private static String classpath(String folder, List<String> names) {
    return String.join(":", names.stream().map(name -> folder + "/" + name).toList());
  }

  private static void train(Path root, String classpath) throws IOException, InterruptedException {
    var options = DomainOptions.defaults().withAdminSecret(Quickstart.EXAMPLE_SECRET);
    try (var domain = IdentityDomainEmulator.start(options);
        var api = EmbeddedKubernetes.start();
        var client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig()))
                .build()) {
      Definitions.create(client);
      var kubeconfig = Files.writeString(root.resolveSibling("kubeconfig"), api.kubeconfig());
      var operator = start(root, classpath, kubeconfig);
      var manifests =
          new Manifests(client, Path.of("examples/quickstart"), domain.url().toString());
      manifests.sync();
      var rows = new Readiness(client).await(manifests.own(), Duration.ofSeconds(60));
      operator.destroy();
      if (!operator.waitFor(60, TimeUnit.SECONDS) || !rows.stream().allMatch(Row::ready)) {
        throw new IllegalStateException("the operator did not run the quickstart: " + rows);
      }
    }
  }

  private static Process start(Path root, String classpath, Path kubeconfig) throws IOException {
    var builder =
        new ProcessBuilder(
                root.resolve("opt/java/bin/java").toString(),
                "-XX:AOTCacheOutput=" + root.resolve("opt/operator.aot"),
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classpath,
                "dev.identitydomains.operator.cli.Main",
                "run",
                "--port",
                "0",
                "--metrics-port",
                "0",
                "--domain-hosts=loopback",
                "--log-format",
                "json")
            .redirectErrorStream(true)
            .redirectOutput(root.resolveSibling("training.log").toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toAbsolutePath().toString());
    return builder.start();
  }
}
