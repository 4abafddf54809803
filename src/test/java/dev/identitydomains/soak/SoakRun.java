package dev.identitydomains.soak;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.identitydomains.quickstart.Sandbox;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/** One soak: a storm of faults and changes, then everything that must hold. */
final class SoakRun {

  private static final Path FOLDER = Path.of("target", "soak");

  /** Longer than the longest delay of the operator, the pause of a fought-over App. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private static final Duration BETWEEN_EDITS = Duration.ofMillis(150);

  /** Shorter than the life of credentials, which thus count. */
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(40);

  /** The most keys of an index for one object of the domain. */
  private static final int MOST_KEYS = 3;

  /** Small maps that do not depend on resources may be this large. */
  private static final int FEW = 4;

  private final SoakOptions options;
  private final Sandbox sandbox;
  private final Cluster cluster;
  private final Declarations declared;
  private final Edits edits;
  private final Storm storm;
  private final Random secrets;
  private final List<String> findings = Collections.synchronizedList(new ArrayList<>());

  private SoakRun(SoakOptions options, Sandbox sandbox) {
    this.options = options;
    this.sandbox = sandbox;
    cluster = new Cluster(sandbox.client());
    declared = new Declarations(options.applications());
    edits = new Edits(declared, cluster, new Random(options.seed()));
    storm = new Storm(new Random(options.seed() + 1));
    secrets = new Random(options.seed() + 2);
  }

  /** Runs a soak; returns what does not hold, each with the values that show it. */
  static List<String> run(SoakOptions options) throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    System.out.println("soak with " + options);
    var limits = DomainOptions.defaults().withTokenLife(TOKEN_LIFE);
    try (var log = ErrorLog.attach();
        var sandbox =
            Sandbox.start(IdentityDomainEmulator.start(limits), EmbeddedKubernetes.start())) {
      var run = new SoakRun(options, sandbox);
      run.all();
      run.find("logged as an error", log.errors());
      return run.findings;
    }
  }

  private void all() throws InterruptedException {
    var initial = DomainObjects.of(domain());
    connectDomain();
    await().atMost(PATIENCE).until(() -> cluster.notReady().isEmpty());
    var empty = Census.of(sandbox);
    storm();
    if (settle(initial)) {
      findMissedLimits();
      findTokens();
      findThreads();
      findLargeMaps(empty, MOST_KEYS * (initial.size() + declared.expected().size()));
      deleteAll();
      awaitNone("left in the domain", () -> difference(DomainObjects.of(domain()), initial));
      findLargeMaps(empty, FEW);
    }
    System.out.printf("%d findings%n", findings.size());
  }

  private IdentityDomainEmulator domain() {
    return sandbox.domain();
  }

  private void connectDomain() {
    cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: soak}\n");
    writeCredentials();
    cluster.apply(
        """
        apiVersion: identitydomains.dev/v1alpha1
        kind: IdentityDomain
        metadata: {name: main, namespace: soak}
        spec:
          url: %s
          type: %s
          driftCheckInterval: 10s
          credentials: {clientSecret: {secretRef: {name: domain-admin}}}
        """
            .formatted(domain().url(), options.type()));
  }

  private void writeCredentials() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: domain-admin, namespace: soak, labels: {identitydomains.dev/credentials: ""}}
        stringData: {client-id: %s, client-secret: "%s"}
        """
            .formatted(IdentityDomainEmulator.ADMIN_CLIENT_ID, domain().adminSecret()));
  }

  private void rotateCredentials() {
    var id = domain().app(IdentityDomainEmulator.ADMIN_CLIENT_ID).path("id").asText();
    domain().edit("Apps", id, "clientSecret", new TextNode("s" + secrets.nextLong()));
    writeCredentials();
  }

  private void storm() throws InterruptedException {
    domain().faults().drawFrom(storm);
    declared.present().forEach(key -> cluster.apply(declared.yaml(key)));
    try (var threads = Executors.newScheduledThreadPool(2)) {
      repeat(threads, BETWEEN_EDITS, edits::next);
      repeat(threads, options.credentialsLife(), this::rotateCredentials);
      var _ = threads.awaitTermination(options.storm().toMillis(), TimeUnit.MILLISECONDS);
    }
    domain().faults().clear();
    writeCredentials();
    System.out.printf(
        "storm over: faults %s, changes %s, calls %d, declared %s%n",
        storm.counts(), edits.counts(), domain().calls().size(), declared.counts());
  }

  private void repeat(ScheduledExecutorService threads, Duration delay, Runnable change) {
    Runnable logged =
        () -> {
          try {
            change.run();
          } catch (RuntimeException e) {
            findings.add("the soak itself failed: " + e);
          }
        };
    var _ =
        threads.scheduleWithFixedDelay(
            logged, delay.toMillis(), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits until cluster and domain are as declared, and then stay so over two full reads. */
  private boolean settle(Collection<String> initial) {
    var begin = Instant.now();
    awaitNone("missing", edits::restoreNeeded);
    var settled = awaitNone("not as declared", () -> differences(initial));
    System.out.printf("settled after %s%n", Duration.between(begin, Instant.now()));
    if (settled) {
      var writes = writes();
      for (var i = 0; i < 2; i++) {
        var reads = fullReads();
        await().atMost(PATIENCE).until(() -> fullReads() > reads);
      }
      find("changed though all was as declared", writes().subList(writes.size(), writes().size()));
      find("no longer as declared", differences(initial));
    }
    return settled;
  }

  private List<String> differences(Collection<String> initial) {
    var names = declared.present().stream().map(Declarations.Key::name).sorted().toList();
    var differences = new ArrayList<>(difference(cluster.names(), names));
    differences.addAll(cluster.notReady());
    if (differences.isEmpty()) {
      var expected = new ArrayList<>(declared.expected());
      expected.addAll(initial);
      differences.addAll(difference(DomainObjects.of(domain()), expected));
      differences.addAll(new Tokens(domain(), cluster).wrongSecrets(clients()));
    }
    return differences;
  }

  private List<Integer> clients() {
    return declared.present().stream()
        .filter(key -> key.kind().equals("ClientApplication"))
        .map(Declarations.Key::number)
        .filter(Declarations::isClient)
        .toList();
  }

  private static List<String> difference(Collection<String> found, Collection<String> expected) {
    var all = new ArrayList<String>();
    found.stream()
        .filter(one -> !expected.contains(one))
        .map("too many: "::concat)
        .forEach(all::add);
    expected.stream()
        .filter(one -> !found.contains(one))
        .map("missing: "::concat)
        .forEach(all::add);
    return all;
  }

  private void findMissedLimits() {
    var peaks = CallPeaks.of(domain().calls(), options.type());
    System.out.println("calls: " + peaks);
    find("above the limits", peaks.excesses());
  }

  private void findTokens() {
    find("without a token", new Tokens(domain(), cluster).refused(clients()));
  }

  private void findThreads() {
    awaitNone("still in the operator", () -> OperatorThreads.inOperator(FOLDER));
  }

  private void findLargeMaps(Census empty, int bound) {
    awaitNone("larger than what exists", () -> Census.of(sandbox).above(empty, bound));
    System.out.printf("maps, at most %d: %s%n", bound, Census.of(sandbox).sizes());
  }

  private void deleteAll() {
    declared.present().reversed().forEach(cluster::delete);
    awaitNone("not deleted", cluster::names);
  }

  private List<String> writes() {
    return domain().calls().stream()
        .map(IdentityDomainEmulator.Call::line)
        .filter(line -> !line.startsWith("GET") && !line.contains("oauth2"))
        .toList();
  }

  private long fullReads() {
    return domain().calls().stream()
        .filter(call -> call.line().equals("GET /admin/v1/Apps") && call.status() == 200)
        .count();
  }

  /** Waits until there is nothing left of a kind; else it is a finding. */
  private boolean awaitNone(String title, Supplier<? extends List<?>> left) {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> isEmpty(title, left.get()));
      return true;
    } catch (ConditionTimeoutException e) {
      find(title, left.get());
      return false;
    }
  }

  /** Keeps what is left in a file, for whoever waits. */
  private static boolean isEmpty(String title, List<?> left) throws IOException {
    var lines = left.stream().map(String::valueOf).toList();
    Files.writeString(FOLDER.resolve("left.txt"), title + ":\n" + String.join("\n", lines));
    return left.isEmpty();
  }

  private void find(String title, List<?> values) {
    values.forEach(value -> findings.add(title + ": " + value));
  }
}
