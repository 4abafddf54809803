package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Judges what Flux and kstatus say, at every watch event: at that moment it asks the domain for
 * what is said to be there. {@code health.log} in the scenario's folder has the events.
 */
final class Health implements AutoCloseable {

  private static final String OURS = "identitydomains.dev/v1alpha1";
  private static final YAMLMapper YAML = new YAMLMapper();

  private final String prefix;
  private final Path log;
  private final DomainTruth truth;
  private final HealthWatch watch;
  private final Map<String, JsonNode> latest = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> commits = new ConcurrentHashMap<>();
  private final Set<String> incorrect = ConcurrentHashMap.newKeySet();
  private final List<String> faults = new CopyOnWriteArrayList<>();

  /** Watches the five kinds in the scenario's namespaces, and the Kustomizations. */
  Health(Scenario scenario) throws IOException {
    prefix = scenario.namespace();
    log = Files.writeString(scenario.folder().resolve("health.log"), "");
    truth = new DomainTruth(scenario.domain());
    watch = new HealthWatch(scenario, faults::add);
    List.of("IdentityDomain", "ClientApplication", "AppRole", "AppRoleGrant", "AppAssignment")
        .forEach(kind -> watch.watch(OURS, kind, this::judgeOurs));
    watch.watch("kustomize.toolkit.fluxcd.io/v1", "Kustomization", this::judgeFlux);
  }

  /** Tells the files of a revision. */
  void committed(String revision, Map<String, String> files) {
    commits.put(revision, files);
  }

  /** Tells that the revision may be red, or be Ready without all it declares. */
  void incorrect(String revision) {
    incorrect.add(revision);
  }

  /** Waits until a Kustomization is Ready with a revision, and no fault was seen till then. */
  void awaitApplied(String kustomization, String revision) {
    awaitKustomization(kustomization, Duration.ofSeconds(90), object -> applied(object, revision));
  }

  /** Waits until a Kustomization is not Ready with a revision. */
  void awaitRed(String kustomization, String revision) {
    awaitKustomization(
        kustomization,
        Duration.ofSeconds(90),
        object -> isRed(object) && attempted(object).equals(revision));
  }

  void awaitKustomization(String name, Duration patience, Predicate<JsonNode> state) {
    await("Kustomization " + name + "; see " + log)
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> assertThat(faults).isEmpty())
        .until(() -> latest("Kustomization", Flux.NAMESPACE, name).filter(state).isPresent());
  }

  /** The object of the last event; empty without an event, and after a deletion. */
  Optional<JsonNode> latest(String kind, String namespace, String name) {
    return Optional.ofNullable(latest.get(String.join("/", kind, namespace, name)));
  }

  /** What was wrong, each in one sentence. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Reconciliations that Flux has made of what a Kustomization has applied. */
  static long reconciliations(JsonNode kustomization) {
    return kustomization.at("/status/history/0/totalReconciliations").asLong();
  }

  /** The reason of a resource's condition Ready; empty without one. */
  static String reason(JsonNode object) {
    return ready(object).path("reason").asText();
  }

  private void judgeOurs(Watcher.Action type, JsonNode object) {
    if (!object.at("/metadata/namespace").asText().startsWith(prefix)) {
      return;
    }
    var status = Kstatus.of(object);
    note(type, object, status.name());
    if (type != Watcher.Action.DELETED && status == Kstatus.FAILED) {
      faults.add(words(object) + " is Failed: " + ready(object));
    }
    if (type != Watcher.Action.DELETED && status == Kstatus.CURRENT) {
      verify(object, List.of(object), now -> Kstatus.of(now) == Kstatus.CURRENT);
    }
    keep(type, object);
  }

  private void judgeFlux(Watcher.Action type, JsonNode object) {
    note(type, object, ready(object).path("status").asText() + " " + attempted(object));
    if (isRed(object) && !incorrect.contains(attempted(object))) {
      faults.add(words(object) + " is red: " + ready(object));
    }
    var revision = object.at("/status/lastAppliedRevision").asText();
    if (applied(object, revision) && !incorrect.contains(revision)) {
      verify(object, declared(object, revision), now -> applied(now, revision));
    }
    keep(type, object);
  }

  /** Last of all, so that nobody sees an object that is not judged yet. */
  private void keep(Watcher.Action type, JsonNode object) {
    var key = words(object).replace(' ', '/');
    if (type == Watcher.Action.DELETED) {
      latest.remove(key);
    } else {
      latest.put(key, object);
    }
  }

  /**
   * Asks the domain for resources. What it lacks is a fault, unless the object that said so has
   * changed since: its event was late then.
   */
  private void verify(JsonNode sayer, List<JsonNode> resources, Predicate<JsonNode> same) {
    for (var resource : resources) {
      var lacks = truth.lacks(resource);
      if (!lacks.isEmpty()) {
        var generation = sayer.at("/metadata/generation");
        watch
            .now(sayer)
            .filter(now -> now.at("/metadata/generation").equals(generation))
            .filter(same)
            .filter(_ -> !truth.lacks(resource).isEmpty())
            .ifPresent(_ ->
                faults.add(
                    "%s is Ready, the domain lacks %s of %s"
                        .formatted(words(sayer), lacks, words(resource))));
      }
    }
  }

  private List<JsonNode> declared(JsonNode kustomization, String revision) {
    var folder = kustomization.at("/metadata/name").asText() + "/";
    return commits.getOrDefault(revision, Map.of()).entrySet().stream()
        .filter(file -> file.getKey().startsWith(folder))
        .flatMap(file -> documents(file.getValue()).stream())
        .toList();
  }

  private static List<JsonNode> documents(String yaml) {
    try (var parser = new YAMLFactory().createParser(yaml)) {
      return YAML.readValues(parser, JsonNode.class).readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(Watcher.Action type, JsonNode object, String status) {
    var line =
        "%s %s %s generation %s %s %s: %s%n"
            .formatted(
                Instant.now(),
                type,
                words(object),
                object.at("/metadata/generation").asText(),
                status,
                reason(object),
                ready(object).path("message").asText());
    try {
      Files.writeString(log, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean applied(JsonNode kustomization, String revision) {
    return ready(kustomization).path("status").asText().equals("True")
        && kustomization.at("/status/lastAppliedRevision").asText().equals(revision)
        && attempted(kustomization).equals(revision);
  }

  private static boolean isRed(JsonNode kustomization) {
    return ready(kustomization).path("status").asText().equals("False");
  }

  private static String attempted(JsonNode kustomization) {
    return kustomization.at("/status/lastAttemptedRevision").asText();
  }

  private static JsonNode ready(JsonNode object) {
    return object
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asText().equals("Ready"))
        .findFirst()
        .orElse(object.path("none"));
  }

  private static String words(JsonNode object) {
    return "%s %s/%s"
        .formatted(
            object.path("kind").asText(),
            object.at("/metadata/namespace").asText(),
            object.at("/metadata/name").asText());
  }

  @Override
  public void close() {
    watch.close();
  }
}
