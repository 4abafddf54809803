package dev.identitydomains.operator.cli;

import dev.identitydomains.operator.runtime.ApiServerClient;
import dev.identitydomains.operator.runtime.Liveness;
import dev.identitydomains.operator.runtime.MetricsEndpoint;
import dev.identitydomains.operator.runtime.OperatorOptions;
import dev.identitydomains.operator.runtime.OperatorProcess;
import dev.identitydomains.operator.runtime.Probes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the operator until SIGTERM. */
@Command(
    name = "run",
    description =
        "Runs the operator against the cluster of KUBECONFIG, or the one it runs in, until SIGTERM.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  /** The suffix of the logback configuration. */
  enum LogFormat {
    plain,
    json
  }

  /** The values of the deletion policy. */
  enum Deletion {
    Delete,
    Retain
  }

  @Option(
      names = "--namespaces",
      split = ",",
      defaultValue = "${env:WATCH_NAMESPACES:-}",
      description = "WATCH_NAMESPACES: namespaces to watch, separated by commas; all by default.")
  private final Set<String> namespaces = new TreeSet<>();

  @Option(
      names = "--selector",
      defaultValue = "${env:WATCH_SELECTOR:-}",
      description = "WATCH_SELECTOR: label selector of the resources to reconcile; all by default.")
  private String selector = "";

  @Option(
      names = "--concurrency",
      defaultValue = "${env:CONCURRENCY:-" + OperatorOptions.DEFAULT_CONCURRENCY + "}",
      description = "CONCURRENCY: concurrent reconciliations for each domain; 256 by default.")
  private int concurrency = OperatorOptions.DEFAULT_CONCURRENCY;

  @Option(
      names = "--domain-hosts",
      split = ",",
      defaultValue = "${env:DOMAIN_HOSTS:-oci}",
      description =
          "DOMAIN_HOSTS: hosts of identity domains, separated by commas: names, *.<domain>, * for all names, addresses, <address>/<bits> for names with addresses that are not public, oci for the hosts of the service, loopback; oci by default.")
  private final Set<String> domainHosts = new TreeSet<>();

  @Option(
      names = "--https-proxy",
      defaultValue = "${env:HTTPS_PROXY:-${env:https_proxy:-}}",
      description =
          "HTTPS_PROXY: HTTP proxy of calls to domains, http://[<user>:<password>@]<host>:<port>; none by default. The client of the API server reads the variable as well.")
  private String httpsProxy = "";

  @Option(
      names = "--http-proxy",
      defaultValue = "${env:HTTP_PROXY:-${env:http_proxy:-}}",
      description = "HTTP_PROXY: the same for calls by http; none by default.")
  private String httpProxy = "";

  @Option(
      names = "--no-proxy",
      defaultValue = "${env:NO_PROXY:-${env:no_proxy:-}}",
      description =
          "NO_PROXY: hosts without a proxy, separated by commas: <name> for itself and all names below, .<name> for those below, an address, <address>/<bits>, with :<port> for that alone, * for all; none by default, but never loopback hosts.")
  private String noProxy = "";

  @Option(
      names = "--leader-election",
      defaultValue = "${env:LEADER_ELECTION:-false}",
      arity = "1",
      description = "LEADER_ELECTION: true when several processes run; false by default.")
  private boolean leaderElection;

  @Option(
      names = "--lease-namespace",
      defaultValue = "${env:POD_NAMESPACE:-}",
      description = "POD_NAMESPACE: namespace of the Lease; needed for leader election.")
  private String leaseNamespace = "";

  @Option(
      names = "--cluster-id",
      defaultValue = "${env:CLUSTER_ID:-}",
      description =
          "CLUSTER_ID: cluster id in owner tags, must never change; the UID of namespace kube-system by default.")
  private String clusterId = "";

  @Option(
      names = "--deletion-policy",
      defaultValue = "${env:DELETION_POLICY:-Delete}",
      description =
          "DELETION_POLICY: Delete or Retain what the operator created for a deleted resource, unless the resource or its IdentityDomain has a deletionPolicy; Delete by default.")
  private Deletion deletionPolicy = Deletion.Delete;

  @Option(
      names = "--least-drift-check-interval",
      defaultValue = "${env:LEAST_DRIFT_CHECK_INTERVAL:-PT10S}",
      description =
          "LEAST_DRIFT_CHECK_INTERVAL: shortest interval of a domain's drift checks (ISO 8601), also where an IdentityDomain declares a shorter one; PT10S by default.")
  private Duration leastDriftCheck = OperatorOptions.DEFAULT_LEAST_DRIFT_CHECK;

  @Option(
      names = "--port",
      defaultValue = "${env:PORT:-8080}",
      description = "PORT: port of /livez and /readyz; 8080 by default.")
  private int port = 8080;

  @Option(
      names = "--metrics-port",
      defaultValue = "${env:METRICS_PORT:-9090}",
      description = "METRICS_PORT: port of /metrics; 9090 by default.")
  private int metricsPort = 9090;

  @Option(
      names = "--log-level",
      defaultValue = "${env:LOG_LEVEL:-INFO}",
      description = "LOG_LEVEL: ERROR, WARN, INFO, DEBUG or TRACE; INFO by default.")
  private String logLevel = "INFO";

  @Option(
      names = "--log-format",
      defaultValue = "${env:LOG_FORMAT:-plain}",
      description = "LOG_FORMAT: plain or json; plain by default.")
  private LogFormat logFormat = LogFormat.plain;

  @Option(
      names = "--record",
      defaultValue = "${env:RECORD:-}",
      description =
          "RECORD: new file for the requests to identity domains and their replies, without tokens and secrets, for reports; none by default.")
  private String recording = "";

  @Override
  public Integer call() throws InterruptedException, IOException {
    // logback reads them when the first logger is created, below
    System.setProperty("LOG_LEVEL", logLevel);
    System.setProperty("logback.configurationFile", "logback-" + logFormat + ".xml");
    var options = options();
    var stop = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped)));
    var process = new AtomicReference<@Nullable OperatorProcess>();
    var liveness = Liveness.watchAllThreads();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (var client = ApiServerClient.open(registry);
        var probes = Probes.start(port, liveness, () -> isReady(process.get()));
        var metrics = MetricsEndpoint.start(metricsPort, registry::scrape);
        var running = OperatorProcess.start(client, options, registry)) {
      process.set(running);
      LoggerFactory.getLogger(RunCommand.class)
          .info("started; probes on port {}, metrics on port {}", probes.port(), metrics.port());
      stop.await();
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  /** Delays the end of the JVM until the operator has stopped. */
  private static void stop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await(25, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isReady(@Nullable OperatorProcess process) {
    return process != null && process.isReady();
  }

  private OperatorOptions options() {
    namespaces.remove("");
    domainHosts.remove("");
    return new OperatorOptions(
        new OperatorOptions.Selection(namespaces, unlessEmpty(selector)),
        new OperatorOptions.Domains(
            concurrency,
            domainHosts,
            leastDriftCheck,
            recording.isEmpty() ? null : Path.of(recording),
            new OperatorOptions.Proxies(httpsProxy, httpProxy, noProxy)),
        leaderElection ? election() : null,
        unlessEmpty(clusterId),
        deletionPolicy == Deletion.Retain,
        instance());
  }

  private OperatorOptions.Election election() {
    if (leaseNamespace.isEmpty()) {
      throw new IllegalArgumentException(
          "Leader election needs the namespace of its Lease: set --lease-namespace.");
    }
    return new OperatorOptions.Election(leaseNamespace, instance() + "_" + UUID.randomUUID());
  }

  /** The name of the pod, if any. */
  private static String instance() {
    return Objects.requireNonNullElse(
        unlessEmpty(Objects.requireNonNullElse(System.getenv("HOSTNAME"), "")), "operator");
  }

  private static @Nullable String unlessEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
