package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Flux with {@code wait}, {@code prune} and without {@code force}: a correct commit is never red, a
 * Kustomization is never Ready before the domain has what it declares, kstatus is true at every
 * event and never Failed.
 */
@ClusterTest
@Tag("any-version")
class FluxIT {

  private static final String AUDIENCE = "https://orders.example.com/";
  private static final String CLIENT = "client: {grantTypes: [client_credentials]}";
  private static final String SCOPED =
      "client: {grantTypes: [client_credentials], allowedScopes: [\"%sread\"]}".formatted(AUDIENCE);
  private static final String API =
      "resourceServer: {audience: \"%s\", scopes: [{value: read}]}".formatted(AUDIENCE);
  private static final int QUIET_RECONCILIATIONS =
      Integer.getInteger("flux.quiet-reconciliations", 10);

  /** The clients sort before their API, and the domain comes last, without {@code dependsOn}. */
  @Test
  void worstOrderChangeAndMending(Scenario scenario) throws IOException {
    var manifests = manifests(scenario, "team");
    try (var run = FluxRun.start(scenario)) {
      addTeam(run, manifests);
      run.addPlatform(manifests);
      var first = run.push();
      run.flux().kustomization("team", "60s");
      awaitWaiting(run, manifests, "z-api");
      run.flux().kustomization("platform", "60s");
      run.health().awaitApplied("platform", first);
      run.health().awaitApplied("team", first);

      addClients(run, manifests, "description: changed");
      run.files().put("team/web.yaml", web(manifests, "https://web.example.com/changed"));
      run.deliver();

      var writes = scenario.writes();
      run.files().put("team/web.yaml", web(manifests, "http://web.example.com/insecure"));
      run.health().awaitRed("team", run.pushIncorrect());
      assertThat(scenario.writes()).isEqualTo(writes);
      run.files().put("team/web.yaml", web(manifests, "https://web.example.com/mended"));
      run.deliver();

      nothingMovesWithoutChange(scenario, run, manifests);
      run.nothingWasWrong();
    }
  }

  @Test
  void renamedAndMovedApplications(Scenario scenario) throws IOException {
    var manifests = manifests(scenario, "team");
    try (var run = FluxRun.start(scenario)) {
      run.addPlatform(manifests);
      run.files().put("team/namespace.yaml", manifests.namespaceItself());
      addRenamed(run, manifests, "old");
      run.deliverFirst("60s", "platform", "team");
      awaitOwners(scenario, names(manifests, "old"));

      run.files().keySet().removeIf(file -> file.contains("old-"));
      addRenamed(run, manifests, "new");
      run.deliver();
      awaitOwners(scenario, names(manifests, "new"));

      var moved = manifests(scenario, "moved");
      run.files().put("team/namespace.yaml", moved.namespaceItself());
      addRenamed(run, moved, "new");
      run.deliver();
      awaitOwners(scenario, names(moved, "new"));
      run.nothingWasWrong();
    }
  }

  @Test
  void removalRestorationPauseAndDeletion(Scenario scenario) throws IOException {
    var manifests = manifests(scenario, "team");
    try (var run = FluxRun.start(scenario)) {
      run.addPlatform(manifests);
      addTeam(run, manifests);
      run.deliverFirst("30s", "platform", "team");

      var all = Map.copyOf(run.files());
      run.files().keySet().removeIf(FluxIT::isApplication);
      run.deliver();
      run.files().putAll(all);
      run.deliver();

      run.files().keySet().removeIf(file -> file.startsWith("team/z-"));
      run.pushIncorrect();
      awaitReason(run, manifests, "client-01", "DependencyNotReady");
      run.files().putAll(all);
      run.deliver();

      pauseAndResume(run, manifests);

      run.files().keySet().removeIf(file -> file.startsWith("team/"));
      run.files().put("team/kustomization.yaml", "resources: []\n");
      run.deliver();
      awaitGone(scenario, manifests.namespace());
      awaitOwners(scenario, Set.of());

      scenario.kubectl().run("delete", "kustomization/platform", "-n", Flux.NAMESPACE);
      awaitGone(scenario, manifests.domainNamespace());
      run.nothingWasWrong();
    }
  }

  private static Manifests manifests(Scenario scenario, String suffix) {
    return new Manifests(scenario.laterNamespace(suffix), scenario.namespace() + "-platform");
  }

  private static void addTeam(FluxRun run, Manifests manifests) {
    run.files().put("team/namespace.yaml", manifests.namespaceItself());
    addClients(run, manifests, "description: first");
    run.files().put("team/web.yaml", web(manifests, "https://web.example.com/first"));
    var robot = "appRoles: [{role: reader, application: {name: z-api}}]";
    run.files().put("team/robot.yaml", manifests.application("a-robot", CLIENT, robot));
    run.files().put("team/z-api.yaml", manifests.application("z-api", API));
    run.files().put("team/z-reader.yaml", manifests.role("reader", "z-api"));
    run.files().put("team/z-clerk.yaml", manifests.role("clerk", "z-api"));
    run.files().put("team/z-staff.yaml", manifests.grant("a-staff", "clerk", "z-api"));
  }

  private static void addClients(FluxRun run, Manifests manifests, String field) {
    numbers()
        .map("client-"::concat)
        .forEach(name ->
            run.files()
                .put("team/%s.yaml".formatted(name), manifests.application(name, SCOPED, field)));
  }

  private static String web(Manifests manifests, String redirectUri) {
    return manifests.application(
        "web",
        "client: {grantTypes: [authorization_code], redirectUris: [\"%s\"]}"
            .formatted(redirectUri));
  }

  private static void addRenamed(FluxRun run, Manifests manifests, String prefix) {
    numbers()
        .forEach(number ->
            run.files()
                .put(
                    "team/%s-%s.yaml".formatted(prefix, number),
                    manifests.application(
                        prefix + "-" + number, CLIENT, "displayName: Renamed " + number)));
  }

  private static Set<String> names(Manifests manifests, String prefix) {
    return numbers()
        .map(number -> "%s/%s-%s".formatted(manifests.namespace(), prefix, number))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> numbers() {
    return IntStream.rangeClosed(1, 15).mapToObj("%02d"::formatted);
  }

  private static boolean isApplication(String file) {
    return file.startsWith("team/") && !file.endsWith("namespace.yaml");
  }

  /** Paused and unchanged stays Ready; what is paused and changed waits until it is resumed. */
  private static void pauseAndResume(FluxRun run, Manifests manifests) throws IOException {
    var file = "team/web.yaml";
    var paused = ", annotations: {identitydomains.dev/paused: \"true\"}}\nspec";
    run.files().computeIfPresent(file, (_, yaml) -> yaml.replace("}\nspec", paused));
    run.deliver();
    var changed = web(manifests, "https://web.example.com/while-paused");
    run.files().put(file, changed.replace("}\nspec", paused));
    run.pushIncorrect();
    await()
        .until(() ->
            run.health()
                .latest("ClientApplication", manifests.namespace(), "web")
                .filter(web -> Kstatus.of(web) == Kstatus.IN_PROGRESS)
                .filter(web -> Health.reason(web).equals("Paused"))
                .isPresent());
    run.files().put(file, changed);
    run.deliver();
  }

  private static void awaitWaiting(FluxRun run, Manifests manifests, String last) {
    awaitReason(run, manifests, last, "NamespaceNotAllowed");
  }

  private static void awaitReason(FluxRun run, Manifests manifests, String name, String reason) {
    await(name + " " + reason)
        .failFast(run::nothingWasWrong)
        .until(() ->
            run.health()
                .latest("ClientApplication", manifests.namespace(), name)
                .filter(application -> Health.reason(application).equals(reason))
                .isPresent());
  }

  private static void awaitOwners(Scenario scenario, Set<String> owners) {
    var truth = new DomainTruth(scenario.domain());
    await()
        .untilAsserted(
            () -> assertThat(truth.owners()).containsExactlyInAnyOrderElementsOf(owners));
  }

  private static void awaitGone(Scenario scenario, String namespace) {
    scenario.kubectl().run("wait", "--for=delete", "namespace/" + namespace, "--timeout=60s");
  }

  /** Flux applies the same commit many times; the property flux.quiet-reconciliations tells it. */
  private static void nothingMovesWithoutChange(
      Scenario scenario, FluxRun run, Manifests manifests) {
    var before = contents(scenario, manifests);
    var writes = scenario.writes();
    var count =
        run.health()
            .latest("Kustomization", Flux.NAMESPACE, "team")
            .map(Health::reconciliations)
            .orElseThrow();
    run.health()
        .awaitKustomization(
            "team",
            Duration.ofMinutes(10),
            now -> Health.reconciliations(now) >= count + QUIET_RECONCILIATIONS);
    assertThat(contents(scenario, manifests)).isEqualTo(before);
    assertThat(scenario.writes()).isEqualTo(writes);
  }

  /** All objects of both namespaces; the time of the last full read is not looked at. */
  private static List<JsonNode> contents(Scenario scenario, Manifests manifests) {
    return Stream.of(manifests.namespace(), manifests.domainNamespace())
        .flatMap(namespace -> contents(scenario, namespace))
        .toList();
  }

  private static Stream<JsonNode> contents(Scenario scenario, String namespace) {
    var json = scenario.kubectl().run("get", "identity,secrets", "-n", namespace, "-o", "json");
    try {
      return new JsonMapper().readTree(json).path("items").valueStream().map(FluxIT::stable);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  private static JsonNode stable(JsonNode object) {
    if (object.path("kind").asText().equals("IdentityDomain")) {
      ((ObjectNode) object.path("metadata")).remove("resourceVersion");
      ((ObjectNode) object.path("status")).remove("lastInventoryTime");
    }
    return object;
  }
}
