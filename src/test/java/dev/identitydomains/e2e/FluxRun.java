package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Flux, its Git repository and the judgement of what it does in one scenario. */
final class FluxRun implements AutoCloseable {

  private final Scenario scenario;
  private final GitServer git;
  private final Flux flux;
  private final Health health;
  private final Map<String, String> files = new TreeMap<>();

  private FluxRun(Scenario scenario, GitServer git, Flux flux, Health health) {
    this.scenario = scenario;
    this.git = git;
    this.flux = flux;
    this.health = health;
  }

  /** Starts Flux and an operator for all namespaces; skips the test without Flux's programs. */
  static FluxRun start(Scenario scenario) throws IOException {
    var flux = Flux.of(scenario);
    var git = GitServer.start(scenario.folder().resolve("git"));
    try {
      git.commit(Map.of("README.md", "What this cluster runs.\n"));
      flux.start(git.url());
      scenario.operatorWith();
      return new FluxRun(scenario, git, flux, new Health(scenario));
    } catch (IOException | RuntimeException | AssertionError e) {
      flux.close();
      git.close();
      throw e;
    }
  }

  /** The files of the next commit, by path; the folder is the name of a Kustomization. */
  Map<String, String> files() {
    return files;
  }

  Flux flux() {
    return flux;
  }

  Health health() {
    return health;
  }

  /** Commits the files and waits until Flux has them. */
  String push() throws IOException {
    var revision = git.commit(files);
    health.committed(revision, Map.copyOf(files));
    flux.awaitFetched(revision);
    return revision;
  }

  /** Commits the files, which are not correct as they are. */
  String pushIncorrect() throws IOException {
    var revision = git.commit(files);
    health.incorrect(revision);
    flux.awaitFetched(revision);
    return revision;
  }

  /** Commits the files and waits until the Kustomization {@code team} is Ready with them. */
  void deliver() throws IOException {
    health.awaitApplied("team", push());
  }

  /** Commits the files, then creates the Kustomizations and waits for each. */
  void deliverFirst(String timeout, String... kustomizations) throws IOException {
    var revision = push();
    for (var name : kustomizations) {
      flux.kustomization(name, timeout);
      health.awaitApplied(name, revision);
    }
  }

  /** Adds the files of the IdentityDomain. */
  void addPlatform(Manifests manifests) {
    var namespace = new Manifests(manifests.domainNamespace(), manifests.domainNamespace());
    files.put("platform/namespace.yaml", namespace.namespaceItself());
    files.put("platform/domain.yaml", manifests.domain(scenario.domain().url().toString()));
  }

  void nothingWasWrong() {
    assertThat(health.faults()).isEmpty();
  }

  @Override
  public void close() {
    health.close();
    flux.close();
    git.close();
  }
}
