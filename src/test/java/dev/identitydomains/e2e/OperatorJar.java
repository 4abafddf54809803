package dev.identitydomains.e2e;

import static org.awaitility.Awaitility.await;

import dev.identitydomains.sandbox.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The operator's jar in a process of its own. */
public final class OperatorJar implements AutoCloseable {

  private static final Path JAR = Path.of("target", "identity-domain-operator.jar");

  private final Process process;
  private final int port;
  private final int metricsPort;

  private OperatorJar(Process process, int port, int metricsPort) {
    this.process = process;
    this.port = port;
    this.metricsPort = metricsPort;
  }

  /** Starts the jar and waits until it is ready. */
  static OperatorJar start(Map<String, String> environment, Path log, String... options)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return launch(List.of(java, "-jar", JAR.toString()), environment, log, options);
  }

  /** Starts the jar with a heap of the container's, which ends it when it is too small. */
  static OperatorJar startWithHeap(
      String most, Map<String, String> environment, Path log, String... options)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var heap =
        List.of(java, "-Xmx" + most, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-jar");
    return launch(
        Stream.concat(heap.stream(), Stream.of(JAR.toString())).toList(),
        environment,
        log,
        options);
  }

  /** The environment of an operator outside a cluster. */
  public static Map<String, String> with(Path kubeconfig) {
    return Map.of("KUBECONFIG", kubeconfig.toString());
  }

  /** Starts a command line: this prefix and the operator's arguments. */
  public static OperatorJar launch(
      List<String> prefix, Map<String, String> environment, Path log, String... options)
      throws IOException {
    var port = FreePort.find();
    var metricsPort = FreePort.find();
    var command = new ArrayList<>(prefix);
    command.addAll(List.of("run", "--port", String.valueOf(port), "--domain-hosts=loopback"));
    command.addAll(List.of("--metrics-port", String.valueOf(metricsPort)));
    command.addAll(List.of(options));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
    builder.environment().putAll(environment);
    var operator = new OperatorJar(builder.start(), port, metricsPort);
    await("operator; its log is " + log)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          if (!operator.process.isAlive()) {
            throw new IllegalStateException("the operator ended; its log is " + log);
          }
          return operator.status("/readyz") == 200;
        });
    return operator;
  }

  /** The HTTP status of a path on the port of the probes; 0 without a reply. */
  int status(String path) throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
          .send(request(port, path), BodyHandlers.ofString())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The body of {@code /metrics}. */
  public String metrics() throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(request(metricsPort, "/metrics"), BodyHandlers.ofString())
        .body();
  }

  private static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }

  /** The handle of the process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Sends SIGTERM; returns whether the process ends within a pod's grace period. */
  public boolean stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    kill();
  }
}
