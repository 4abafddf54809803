package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The environment that a kubelet gives a pod: the API server's address and a ServiceAccount. */
final class InPod implements AutoCloseable {

  private final Scenario scenario;
  private final ApiLine line;
  private final Path folder;
  private int tokens;

  private InPod(Scenario scenario, ApiLine line) throws IOException {
    this.scenario = scenario;
    this.line = line;
    this.folder = Files.createDirectories(scenario.folder().resolve("account")).toAbsolutePath();
    put("ca.crt", scenario.cluster().api().caCertificate());
    put("namespace", KubernetesCluster.OPERATOR_NAMESPACE);
    put("token", newToken());
  }

  static InPod of(Scenario scenario) throws IOException {
    return new InPod(scenario, ApiLine.to(scenario.cluster().api().port()));
  }

  /** The folder with {@code token}, {@code ca.crt} and {@code namespace}. */
  Path folder() {
    return folder;
  }

  /** The environment variables of every pod with the API server's address. */
  List<String> service() {
    return List.of("KUBERNETES_SERVICE_HOST=127.0.0.1", "KUBERNETES_SERVICE_PORT=" + line.port());
  }

  /** Writes atomically and readable for all users, like a projected volume. */
  private void put(String name, String content) throws IOException {
    var file = Files.writeString(folder.resolve("." + name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(file, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Creates a token bound to a Secret, in place of a pod: it expires with the Secret. */
  private String newToken() {
    tokens++;
    var namespace = KubernetesCluster.OPERATOR_NAMESPACE;
    scenario.kubectl().run("create", "secret", "generic", secret(tokens), "-n", namespace);
    return scenario
        .kubectl()
        .run(
            "create",
            "token",
            "identity-domain-operator",
            "-n",
            namespace,
            "--bound-object-kind=Secret",
            "--bound-object-name=" + secret(tokens))
        .strip();
  }

  private String secret(int number) {
    return scenario.namespace() + "-" + number;
  }

  private void deleteSecret(int number) {
    var arguments =
        List.of("delete", "secret", secret(number), "-n", KubernetesCluster.OPERATOR_NAMESPACE);
    scenario.kubectl().attempt(arguments);
  }

  /** Replaces the token and waits until the API server refuses the former one. */
  private void replaceToken() throws IOException {
    var former = scenario.cluster().withToken(Files.readString(folder.resolve("token")));
    put("token", newToken());
    deleteSecret(tokens - 1);
    await()
        .atMost(Duration.ofSeconds(60)) // the API server caches a token for 10 seconds
        .until(() -> former.attempt(List.of("get", "--raw", "/api")).contains("Unauthorized"));
  }

  /** Replaces a leader's token and cuts its connections; it keeps reconciling and leading. */
  void outlivesItsToken(OperatorJar operator) throws IOException {
    var holder = lease("holderIdentity");
    assertThat(holder).isNotEmpty();
    replaceToken();
    line.cut();
    line.mend();
    var since = Instant.now();
    scenario.kubectl().apply(scenario.application("late", "clientId: late"));
    scenario.awaitReady();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Instant.parse(lease("renewTime")).isAfter(since));
    assertThat(lease("holderIdentity")).isEqualTo(holder);
    assertThat(operator.isAlive()).isTrue();
  }

  private String lease(String field) {
    return scenario
        .kubectl()
        .run(
            "get",
            "lease",
            "identity-domain-operator",
            "-n",
            KubernetesCluster.OPERATOR_NAMESPACE,
            "-o",
            "jsonpath={.spec." + field + "}");
  }

  @Override
  public void close() throws IOException {
    line.close();
    deleteSecret(tokens);
  }
}
