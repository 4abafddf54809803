package dev.identitydomains.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.identitydomains.e2e.OperatorJar;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.DomainType;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.ControlPlane;
import dev.identitydomains.sandbox.kube.Definitions;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the operator with many applications, and compares it with single calls. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false)
public final class Bench implements Callable<Integer> {

  private static final Path FOLDER = Path.of("target", "bench");
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** The JVM options of the image, and a heap for the memory limit of the Deployment. */
  private static final List<String> JAVA_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseCompactObjectHeaders",
          "-Xmn40m",
          "-Xmx384m",
          "--sun-misc-unsafe-memory-access=allow");

  @Option(names = "--applications", defaultValue = "1000", description = "How many there are.")
  private int applications;

  @Option(
      names = "--type",
      defaultValue = "Premium",
      description =
          "Domain type whose rate limits hold, whatever number of Apps it may have: ${COMPLETION-CANDIDATES}.")
  private DomainType type = DomainType.Premium;

  @Option(
      names = "--unlimited",
      description = "The domain enforces no limits and answers without latency.")
  private boolean unlimited;

  @Option(names = "--interval", defaultValue = "1m", description = "spec.driftCheckInterval.")
  private String interval = "1m";

  @Option(
      names = "--one-by-one",
      defaultValue = "PT2M",
      description = "How long the other tool may work; its time for all is worked out from that.")
  private Duration oneByOne = Duration.ZERO;

  @Option(names = "--only-ready", description = "Measure the way to Ready, and nothing else.")
  private boolean onlyReady;

  @Option(names = "--java", split = " ", description = "More options for the operator's JVM.")
  private List<String> java = new ArrayList<>();

  private final Map<String, Object> figures = new LinkedHashMap<>();
  private double readySeconds;
  private double steadyCallsPerMinute;

  /** Runs the benchmark; exit code 2 without {@code KUBEBUILDER_ASSETS}. */
  public static void main(String[] args) {
    var command = new CommandLine(new Bench());
    command.registerConverter(Duration.class, Duration::parse);
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var assets = ControlPlane.assets().orElse(null);
    if (assets == null) {
      System.err.println("Set KUBEBUILDER_ASSETS to the folder of etcd and kube-apiserver.");
      return 2;
    }
    Files.createDirectories(FOLDER);
    var latency = unlimited ? Duration.ZERO : Duration.ofMillis(40);
    var options = DomainOptions.defaults().withLatency(latency);
    try (var domain = IdentityDomainEmulator.start(unlimited ? options : options.withRates(type));
        var api = ControlPlane.startBare(assets, FOLDER.resolve("control-plane"));
        var client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig()))
                .build()) {
      Definitions.create(client);
      var kubeconfig = Files.writeString(FOLDER.resolve("kubeconfig"), api.kubeconfig());
      var fleet = new Fleet(client, applications);
      fleet.createApplications();
      fleet.connectDomain(
          domain.url(),
          type.name(),
          IdentityDomainEmulator.ADMIN_CLIENT_ID,
          domain.adminSecret(),
          interval);
      measure(domain, fleet, kubeconfig.toAbsolutePath());
    }
    if (!unlimited && !onlyReady) {
      compare(options.withRates(type));
    }
    report();
    return 0;
  }

  private void measure(IdentityDomainEmulator domain, Fleet fleet, Path kubeconfig)
      throws IOException, InterruptedException {
    figures.put("applications", applications);
    figures.put("type", unlimited ? type + ", limits not enforced" : type.name());
    var launched = Instant.now();
    try (var operator = launch(kubeconfig, "first")) {
      var started = Instant.now();
      figures.put("startSeconds", seconds(launched, started));
      awaitReady(operator);
      var ready = Instant.now();
      readySeconds = seconds(started, ready);
      figures.put("readySeconds", readySeconds);
      figures.put("applicationsPerSecond", applications / readySeconds);
      var bound = RateLimitBound.of(fleet.writes(), type).toSeconds();
      figures.put("lowerBoundSeconds", bound);
      figures.put("ratioToLowerBound", readySeconds / Math.max(1, bound));
      figures.put("readyByTheApiServer", fleet.ready());
      figures.put("callsToReady", new Calls(domain.calls()).byGroup());
      if (!onlyReady) {
        steadyState(domain);
        correction(domain);
      }
      figures.put("operator", Footprint.of(operator.process()).figures());
      operator.stop();
    }
    if (!onlyReady) {
      restart(domain, kubeconfig);
    }
    figures.put("answers429", new Calls(domain.calls()).refused());
  }

  private OperatorJar launch(Path kubeconfig, String name) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JAVA_OPTIONS);
    command.addAll(java);
    command.addAll(List.of("-cp", classpath(), "dev.identitydomains.operator.cli.Main"));
    var log = FOLDER.resolve("operator-" + name + ".log");
    Files.deleteIfExists(log);
    return OperatorJar.launch(command, OperatorJar.with(kubeconfig), log);
  }

  /** The class path of the operator, without test classes. */
  private static String classpath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void awaitReady(OperatorJar operator) throws IOException, InterruptedException {
    var deadline = Instant.now().plus(PATIENCE);
    while (readyCount(operator) < applications) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("not ready within " + PATIENCE);
      }
      Thread.sleep(Math.max(250, applications / 5)); // a count costs the operator time
    }
  }

  private static final Pattern READY =
      Pattern.compile(
          "^identity_domain_resources\\{kind=\"ClientApplication\",ready=\"true\"\\} ([0-9.E]+)",
          Pattern.MULTILINE);

  private static long readyCount(OperatorJar operator) throws IOException, InterruptedException {
    var found = READY.matcher(operator.metrics());
    return found.find() ? (long) Double.parseDouble(found.group(1)) : 0;
  }

  private void steadyState(IdentityDomainEmulator domain) throws InterruptedException {
    Thread.sleep(Duration.ofMinutes(1)); // until late events are processed
    var before = domain.calls().size();
    Thread.sleep(Duration.ofMinutes(2));
    var calls = new Calls(domain.calls().subList(before, domain.calls().size()));
    steadyCallsPerMinute = calls.all().size() / 2.0;
    figures.put("steadyCallsPerMinute", steadyCallsPerMinute);
    figures.put("steadyWrites", calls.writes());
  }

  private void correction(IdentityDomainEmulator domain) throws InterruptedException {
    var app = domain.app(Fleet.clientId(0));
    var wanted = app.path("description").asText();
    var begin = Instant.now();
    domain.edit("Apps", app.path("id").asText(), "description", new TextNode("by hand"));
    while (!domain.app(Fleet.clientId(0)).path("description").asText().equals(wanted)) {
      Thread.sleep(50);
    }
    figures.put("correctionSeconds", seconds(begin, Instant.now()));
  }

  private void restart(IdentityDomainEmulator domain, Path kubeconfig)
      throws IOException, InterruptedException {
    var before = domain.calls().size();
    var launched = Instant.now();
    try (var operator = launch(kubeconfig, "second")) {
      awaitReady(operator);
      while (domain.calls().stream().skip(before).noneMatch(c -> c.line().contains("Grants"))) {
        Thread.sleep(50);
      }
      figures.put("restartSeconds", seconds(launched, Instant.now()));
      Thread.sleep(Duration.ofSeconds(20)); // time for any writes after the restart
      var calls = new Calls(domain.calls().subList(before, domain.calls().size()));
      figures.put("restartCalls", calls.byGroup());
      figures.put("restartWrites", calls.writes());
      figures.put("restarted", Footprint.of(operator.process()).figures());
      operator.stop();
    }
  }

  /** Measures {@link OneCallPerResource} and extrapolates its time to all applications. */
  private void compare(DomainOptions options) throws IOException, InterruptedException {
    try (var domain = IdentityDomainEmulator.start(options)) {
      var tool =
          new OneCallPerResource(
              domain.url(),
              IdentityDomainEmulator.ADMIN_CLIENT_ID,
              domain.adminSecret(),
              type.callsPerMinute());
      var role = domain.find("AppRoles", "displayName", "User Administrator").path("id").asText();
      var result = tool.make(applications, role, oneByOne);
      var seconds = result.forAll(applications).toMillis() / 1000.0;
      var other = new LinkedHashMap<String, Object>();
      other.put("applicationsMade", result.applications());
      other.put("readySecondsForAll", seconds);
      other.put("timesSlower", seconds / readySeconds);
      other.put("steadyCallsPerMinute", applications);
      other.put("timesMoreCalls", applications / steadyCallsPerMinute);
      other.put("answers429", new Calls(domain.calls()).refused());
      figures.put("oneCallPerResource", other);
    }
  }

  private void report() throws IOException {
    var json = new JsonMapper().writerWithDefaultPrettyPrinter();
    var name = "%s-%d.json".formatted(unlimited ? "unlimited" : type, applications);
    Files.writeString(FOLDER.resolve(name), json.writeValueAsString(figures));
    figures.forEach((figure, value) -> print("", figure, value));
    System.out.println(FOLDER.resolve(name));
  }

  private static void print(String group, String figure, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> map -> map.forEach((k, v) -> print(figure + ".", String.valueOf(k), v));
      case Double number -> System.out.printf("%-42s %12.2f%n", group + figure, number);
      case null, default -> System.out.printf("%-42s %12s%n", group + figure, value);
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
