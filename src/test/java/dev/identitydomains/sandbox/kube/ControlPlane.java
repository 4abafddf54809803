package dev.identitydomains.sandbox.kube;

import static org.awaitility.Awaitility.await;

import dev.identitydomains.sandbox.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A real control plane from the binaries of {@code KUBEBUILDER_ASSETS}: etcd, kube-apiserver with
 * RBAC and an audit log, and the controllers that need no nodes. {@link #close} ends the processes.
 */
public final class ControlPlane implements KubernetesApi {

  private static final String CONTROLLER_MANAGER = "kube-controller-manager";
  private static final String CONTROLLERS =
      Stream.of(
              "namespace",
              "garbage-collector",
              "serviceaccount",
              "serviceaccount-token",
              "clusterrole-aggregation",
              "deployment",
              "replicaset",
              "disruption")
          .map(name -> name + "-controller")
          .collect(Collectors.joining(","));
  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
      """;

  private final Path assets;
  private final Path folder;
  private final boolean bare;
  private final List<String> options;
  private final String token = UUID.randomUUID().toString();
  private final HeldCertificate ca = certificate().certificateAuthority(0).build();
  private final int port = FreePort.find();
  private final Etcd etcd;
  private final Thread hook = new Thread(this::stopAll);
  private Optional<Process> controllers = Optional.empty();
  private @Nullable Process apiServer;

  private ControlPlane(Path assets, Path folder, boolean bare, String... options)
      throws IOException {
    this.assets = assets;
    this.bare = bare;
    this.options = List.of(options);
    this.folder = emptied(folder).toAbsolutePath();
    writeFiles();
    etcd = new Etcd(program("etcd"), this.folder.resolve("etcd"), FreePort.find());
    Runtime.getRuntime().addShutdownHook(hook);
    startApiServer();
    if (!bare && hasControllers(assets)) {
      controllers = Optional.of(startControllers());
    }
  }

  /**
   * Whether the assets have kube-controller-manager, which {@code setup-envtest} omits: without it,
   * deleted namespaces and the dependents of deleted owners stay.
   */
  public static boolean hasControllers(Path assets) {
    return Files.isExecutable(assets.resolve(CONTROLLER_MANAGER));
  }

  /** The folder {@code KUBEBUILDER_ASSETS}; empty when the variable is not set. */
  public static Optional<Path> assets() {
    return Optional.ofNullable(System.getenv("KUBEBUILDER_ASSETS"))
        .filter(folder -> !folder.isBlank())
        .map(Path::of);
  }

  /**
   * Starts a control plane and waits until it is ready.
   *
   * @param folder for data, logs and certificates; deletes its content first
   */
  public static ControlPlane start(Path assets, Path folder) throws IOException {
    return new ControlPlane(assets, folder, false);
  }

  /**
   * Starts etcd and kube-apiserver alone, without controllers and audit log.
   *
   * @param options further options of kube-apiserver
   */
  public static ControlPlane startBare(Path assets, Path folder, String... options)
      throws IOException {
    return new ControlPlane(assets, folder, true, options);
  }

  /** The API server's URL. */
  public String url() {
    return "https://127.0.0.1:" + port;
  }

  /** The API server's port on the loopback interface. */
  public int port() {
    return port;
  }

  /** The CA certificate of the API server, as PEM. */
  public String caCertificate() {
    return ca.certificatePem();
  }

  @Override
  public String kubeconfig() {
    return kubeconfig(url(), token);
  }

  /**
   * A kubeconfig with a bearer token.
   *
   * @param server URL of the API server, or of a proxy before it
   */
  public String kubeconfig(String server, String bearerToken) {
    var authority = ca.certificatePem().getBytes(StandardCharsets.UTF_8);
    return Kubeconfig.of(server, Base64.getEncoder().encodeToString(authority), bearerToken);
  }

  /** The audit log of the API server: one JSON object a line. */
  public Path auditLog() {
    return folder.resolve("audit.log");
  }

  /** Stops kube-apiserver; etcd keeps the data. */
  public void stopApiServer() {
    if (apiServer != null) {
      stop(apiServer);
    }
  }

  /** Starts kube-apiserver again at the same URL and waits until it is ready. */
  public void startApiServer() throws IOException {
    apiServer = launchApiServer();
    awaitReady();
  }

  /** Stops etcd; its data folder stays. */
  public void stopEtcd() {
    etcd.stop();
  }

  /** Starts etcd again and waits until the API server is ready. */
  public void startEtcd() throws IOException {
    etcd.start();
    awaitReady();
  }

  /** Compacts etcd: a watch from an earlier revision then gets 410 and has to list again. */
  public void compactEtcd() throws IOException {
    etcd.compact();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    stopAll();
  }

  private void stopAll() {
    controllers.ifPresent(ControlPlane::stop);
    stopApiServer();
    etcd.stop();
  }

  private static void stop(Process process) {
    process.destroyForcibly().onExit().join();
  }

  private void writeFiles() throws IOException {
    var server = certificate().signedBy(ca).addSubjectAlternativeName("127.0.0.1").build();
    Files.writeString(folder.resolve("ca.crt"), ca.certificatePem());
    Files.writeString(folder.resolve("server.crt"), server.certificatePem());
    Files.writeString(folder.resolve("server.key"), server.privateKeyPkcs8Pem());
    Files.writeString(folder.resolve("sa.key"), certificate().build().privateKeyPkcs8Pem());
    Files.writeString(folder.resolve("tokens.csv"), token + ",admin,admin,system:masters\n");
    Files.writeString(folder.resolve("audit.yaml"), AUDIT_POLICY);
    Files.writeString(folder.resolve("kubeconfig"), kubeconfig());
  }

  private static HeldCertificate.Builder certificate() {
    return new HeldCertificate.Builder().rsa2048().commonName("sandbox");
  }

  private Process startControllers() throws IOException {
    return program(CONTROLLER_MANAGER)
        .start(
            "--kubeconfig=" + folder.resolve("kubeconfig"),
            "--controllers=" + CONTROLLERS,
            "--service-account-private-key-file=" + folder.resolve("sa.key"),
            "--root-ca-file=" + folder.resolve("ca.crt"),
            "--leader-elect=false",
            "--secure-port=0");
  }

  private Program program(String name) {
    return new Program(assets.resolve(name), folder.resolve(name + ".log"));
  }

  private Process launchApiServer() throws IOException {
    var arguments = new ArrayList<>(apiServerArguments());
    arguments.addAll(options);
    if (!bare) {
      arguments.add("--audit-policy-file=" + folder.resolve("audit.yaml"));
      arguments.add("--audit-log-path=" + auditLog());
    }
    return program("kube-apiserver").start(arguments.toArray(String[]::new));
  }

  private List<String> apiServerArguments() {
    return List.of(
        "--etcd-servers=" + etcd.url(),
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--tls-cert-file=" + folder.resolve("server.crt"),
        "--tls-private-key-file=" + folder.resolve("server.key"),
        "--token-auth-file=" + folder.resolve("tokens.csv"),
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + folder.resolve("sa.key"),
        "--service-account-signing-key-file=" + folder.resolve("sa.key"),
        "--service-cluster-ip-range=10.0.0.0/24");
  }

  private void awaitReady() {
    var trust = new HandshakeCertificates.Builder().addTrustedCertificate(ca.certificate()).build();
    var http =
        new OkHttpClient.Builder()
            .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
            .build();
    var request =
        new Request.Builder().url(url() + "/readyz").header("Authorization", "Bearer " + token);
    var server = Objects.requireNonNull(apiServer);
    await("kube-apiserver; its log is in " + folder)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> {
          if (!server.isAlive()) {
            throw new IllegalStateException("kube-apiserver ended; its log is in " + folder);
          }
          try (var reply = http.newCall(request.build()).execute()) {
            return reply.isSuccessful();
          }
        });
  }

  private static Path emptied(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(folder);
  }
}
