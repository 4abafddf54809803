package dev.identitydomains.e2e;

import static org.awaitility.Awaitility.await;

import dev.identitydomains.sandbox.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Flux's source-controller and kustomize-controller as processes with all rights, and one
 * GitRepository. {@link #close} deletes Flux's definitions and all its objects.
 */
final class Flux implements AutoCloseable {

  static final String NAMESPACE = "flux-system";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BUILT = "the output of ../shared/tools/test-program ";

  private final Kubectl kubectl;
  private final Path source;
  private final Path kustomize;
  private final Path folder;
  private final Path kubeconfig;
  private final List<Path> definitions;
  private final List<Process> processes = new ArrayList<>();

  private Flux(Scenario scenario, Path source, Path kustomize, List<Path> definitions)
      throws IOException {
    this.kubectl = scenario.kubectl();
    this.source = source;
    this.kustomize = kustomize;
    this.folder = Files.createDirectories(scenario.folder().resolve("flux")).toAbsolutePath();
    this.kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), scenario.cluster().api().kubeconfig());
    this.definitions = definitions;
  }

  /** Skips the test where a variable that names a program or its sources is not set. */
  static Flux of(Scenario scenario) throws IOException {
    return new Flux(
        scenario,
        TestProgram.of("FLUX_SOURCE_CONTROLLER", BUILT + "source-controller"),
        TestProgram.of("FLUX_KUSTOMIZE_CONTROLLER", BUILT + "kustomize-controller"),
        Stream.of("source", "kustomize").map(Flux::definitionsOf).toList());
  }

  /** Installs the definitions and starts the controllers. */
  void start(URI repository) throws IOException {
    install(repository);
    startSource();
    launch(kustomize);
  }

  private static Path definitionsOf(String controller) {
    var variable = "FLUX_%s_SOURCES".formatted(controller.toUpperCase(Locale.ROOT));
    return TestProgram.of(variable, BUILT + "--sources " + controller + "-controller")
        .resolve("config/crd/bases");
  }

  private void install(URI repository) {
    definitions.forEach(file -> kubectl.run("apply", "--server-side", "-f", file.toString()));
    definitions.forEach(file ->
        kubectl.run("wait", "--for=condition=Established", "--timeout=30s", "-f", file.toString()));
    kubectl.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: flux-system}
        ---
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: GitRepository
        metadata: {name: repository, namespace: flux-system}
        spec: {url: "URL", ref: {branch: main}, interval: 2s, timeout: 20s}
        """
            .replace("URL", repository.toString()));
  }

  private void startSource() throws IOException {
    var artifacts = "127.0.0.1:" + FreePort.find();
    launch(
        source,
        "--storage-path=" + Files.createDirectories(folder.resolve("artifacts")),
        "--storage-addr=" + artifacts,
        "--storage-adv-addr=" + artifacts);
  }

  private void launch(Path program, String... options) throws IOException {
    var health = "127.0.0.1:" + FreePort.find();
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of("--events-addr=", "--metrics-addr=0"));
    command.addAll(List.of("--health-addr=" + health, "--interval-jitter-percentage=0"));
    command.addAll(List.of(options));
    var log = folder.resolve("process-%d.log".formatted(processes.size() + 1));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("RUNTIME_NAMESPACE", NAMESPACE);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    // the controllers delete old temporary folders at their start
    builder.environment().put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    var process = builder.start();
    processes.add(process);
    await("a controller of Flux; its log is " + log)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .failFast("it ended", () -> !process.isAlive())
        .until(() -> answers(URI.create("http://" + health + "/readyz")));
  }

  private static boolean answers(URI uri) throws InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Creates a Kustomization of this name with the folder of this name.
   *
   * @param timeout of its health checks, such as {@code 60s}
   */
  void kustomization(String name, String timeout) {
    kubectl.apply(
        """
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: NAME, namespace: flux-system}
        spec:
          sourceRef: {kind: GitRepository, name: repository}
          path: ./NAME
          interval: 3s
          timeout: TIMEOUT
          wait: true
          prune: true
          force: false
        """
            .replace("NAME", name)
            .replace("TIMEOUT", timeout));
  }

  /** Waits until the source-controller offers a revision. */
  void awaitFetched(String revision) {
    var state = "jsonpath={.status.artifact.revision}=" + revision;
    kubectl.run(
        "wait", "gitrepository/repository", "-n", NAMESPACE, "--for=" + state, "--timeout=60s");
  }

  @Override
  public void close() {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
    var objects =
        kubectl
            .attempt(
                List.of("get", "kustomizations,gitrepositories", "-n", NAMESPACE, "-o", "name"))
            .lines()
            .filter(line -> line.contains("/"));
    objects.forEach(object ->
        kubectl.attempt(
            List.of(
                "patch",
                object,
                "-n",
                NAMESPACE,
                "--type=merge",
                "-p",
                "{\"metadata\":{\"finalizers\":null}}")));
    definitions.forEach(
        file -> kubectl.attempt(List.of("delete", "--ignore-not-found", "-f", file.toString())));
    kubectl.attempt(List.of("delete", "namespace", NAMESPACE, "--ignore-not-found"));
  }
}
