package dev.identitydomains.quickstart;

import dev.identitydomains.quickstart.Readiness.Row;
import dev.identitydomains.sandbox.Parent;
import dev.identitydomains.sandbox.domain.DomainOptions;
import dev.identitydomains.sandbox.domain.DomainType;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import dev.identitydomains.sandbox.kube.ControlPlane;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import dev.identitydomains.sandbox.kube.KubernetesApi;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the sandbox, applies a folder of manifests and prints a table of their conditions. */
@Command(
    name = "sandbox",
    description = "Runs an identity domain emulator, a Kubernetes API and the operator.",
    mixinStandardHelpOptions = true)
public final class Quickstart implements Callable<Integer> {

  private static final Path LOG = Path.of("target", "sandbox", "operator.log");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The URL of the domain in {@code examples/}; the sandbox uses it unless the port is taken. */
  static final String EXAMPLE_URL = "http://127.0.0.1:18080";

  /** The client secret in {@code examples/}. */
  static final String EXAMPLE_SECRET = "only-for-the-sandbox";

  private static final List<String> HEADER =
      List.of("KIND", "NAMESPACE", "NAME", "READY", "CLIENT ID");

  @Option(names = "--exit-when-ready", description = "End as soon as all is Ready, or after 60 s.")
  private boolean exitWhenReady;

  @Option(
      names = "--manifests",
      defaultValue = "examples/quickstart",
      description = "Folder to apply and to watch (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of(".");

  @Option(
      names = "--data",
      defaultValue = "target/sandbox",
      description = "Folder for the kubeconfig and a control plane (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(".");

  public static void main(String[] args) {
    Parent.endWithIt();
    System.exit(new CommandLine(new Quickstart()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(data);
    try (var sandbox = Sandbox.start(startDomain(), startApi())) {
      var manifests = new Manifests(sandbox.client(), folder, sandbox.domain().url().toString());
      var readiness = new Readiness(sandbox.client());
      manifests.sync();
      var rows = readiness.await(manifests.own(), PATIENCE);
      print(rows);
      var ready = !rows.isEmpty() && rows.stream().allMatch(Row::ready);
      if (exitWhenReady) {
        return ready ? 0 : 1;
      }
      explain(sandbox, rows);
      follow(manifests, readiness);
      return 0;
    }
  }

  private static IdentityDomainEmulator startDomain() throws IOException {
    var options =
        DomainOptions.defaults().withAdminSecret(EXAMPLE_SECRET).withLimits(DomainType.Premium);
    try {
      return IdentityDomainEmulator.start(options.withPort(18080));
    } catch (BindException e) {
      System.out.println("Port 18080 is taken: the identity domain gets another one.");
      return IdentityDomainEmulator.start(options);
    }
  }

  /** Starts a real control plane if {@code KUBEBUILDER_ASSETS} is set, else the embedded API. */
  private KubernetesApi startApi() throws IOException {
    var assets = ControlPlane.assets();
    var api =
        assets.isPresent()
            ? ControlPlane.start(assets.get(), data.resolve("control-plane"))
            : EmbeddedKubernetes.start();
    Files.writeString(data.resolve("kubeconfig"), api.kubeconfig());
    return api;
  }

  private void explain(Sandbox sandbox, List<Row> rows) {
    var kubectl = "kubectl --kubeconfig " + data.resolve("kubeconfig");
    var first = rows.stream().filter(row -> row.kind().equals("ClientApplication")).findFirst();
    System.out.printf(
        """

        identity domain: %s
        kubeconfig:      %s
        operator's log:  %s

        Try:
          %s get identity -A
          %s
          %s

        Files saved, added or removed in %s are applied. Ctrl-C ends.
        """,
        sandbox.domain().url(),
        data.resolve("kubeconfig"),
        LOG,
        kubectl,
        kubectl
            + first
                .map(row -> " describe clientapp -n %s %s".formatted(row.namespace(), row.name()))
                .orElse(" describe clientapp -A"),
        kubectl + first.map(row -> " get secrets -n " + row.namespace()).orElse(" get secrets -A"),
        folder);
  }

  private void follow(Manifests manifests, Readiness readiness)
      throws IOException, InterruptedException {
    try (var watcher = folder.getFileSystem().newWatchService()) {
      folder.register(
          watcher,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      while (true) {
        var key = watcher.take();
        do {
          key.pollEvents();
          key.reset();
          key = watcher.poll(200, TimeUnit.MILLISECONDS); // an editor saves in several steps
        } while (key != null);
        manifests.sync();
        print(readiness.await(manifests.own(), PATIENCE));
      }
    }
  }

  private static void print(List<Row> rows) {
    var lines =
        Stream.concat(
                Stream.of(HEADER),
                rows.stream()
                    .map(row ->
                        List.of(
                            row.kind(),
                            row.namespace(),
                            row.name(),
                            row.ready() ? "True" : "False",
                            row.clientId())))
            .toList();
    var widths =
        IntStream.range(0, HEADER.size())
            .map(i -> lines.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    System.out.println();
    for (var line : lines) {
      var text = new StringBuilder();
      for (var i = 0; i < widths.length; i++) {
        text.append(line.get(i)).repeat(' ', widths[i] - line.get(i).length() + 3);
      }
      System.out.println(text.toString().strip());
    }
    rows.stream()
        .filter(row -> !row.ready())
        .forEach(row ->
            System.out.printf(
                "%s %s/%s is not Ready: %s%n",
                row.kind(), row.namespace(), row.name(), row.message()));
  }
}
