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

  FluxRun(Scenario scenario) throws IOException {
    this.scenario = scenario;
    this.git = GitServer.start(scenario.folder().resolve("git"));
    this.flux = Flux.start(scenario, git.url());
    this.health = new Health(scenario);
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

  /** Commits the files. */
  String push() throws IOException {
    var revision = git.commit(files);
    health.committed(revision, Map.copyOf(files));
    return revision;
  }

  /** Commits the files, which are not correct as they are. */
  String pushIncorrect() throws IOException {
    var revision = git.commit(files);
    health.incorrect(revision);
    return revision;
  }

  /** Commits the files and waits until the Kustomization {@code team} is Ready with them. */
  void deliver() throws IOException {
    health.awaitApplied("team", push());
  }

  /** Commits the namespace {@code platform} with the IdentityDomain and waits for it. */
  void deliverPlatform(Manifests manifests) throws IOException {
    addPlatform(manifests);
    var revision = push();
    flux.kustomization("platform", "60s");
    health.awaitApplied("platform", revision);
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
