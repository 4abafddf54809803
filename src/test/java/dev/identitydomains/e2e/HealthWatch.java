package dev.identitydomains.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Every watch event of some kinds, one after the other, on one thread. */
final class HealthWatch implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final KubernetesClient client;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final List<Watch> watches = new ArrayList<>();
  private final Consumer<String> problems;

  /**
   * Creates one without watches.
   *
   * @param problems gets what ends a watch, and what an action throws
   */
  HealthWatch(Scenario scenario, Consumer<String> problems) {
    this.problems = problems;
    var config = Config.fromKubeconfig(scenario.cluster().api().kubeconfig());
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /**
   * Watches a kind in all namespaces.
   *
   * @param apiVersion group and version
   * @param action gets each event's type and object
   */
  void watch(String apiVersion, String kind, BiConsumer<Watcher.Action, JsonNode> action) {
    watches.add(
        client
            .genericKubernetesResources(context(apiVersion, kind))
            .inAnyNamespace()
            .watch(new Events(action)));
  }

  /** The object of an event as it is now; empty when it is gone. */
  Optional<JsonNode> now(JsonNode object) {
    var context = context(object.path("apiVersion").asText(), object.path("kind").asText());
    return Optional.ofNullable(
            client
                .genericKubernetesResources(context)
                .inNamespace(object.at("/metadata/namespace").asText())
                .withName(object.at("/metadata/name").asText())
                .get())
        .map(this::json);
  }

  private static ResourceDefinitionContext context(String apiVersion, String kind) {
    var parts = apiVersion.split("/", 2);
    return new ResourceDefinitionContext.Builder()
        .withGroup(parts[0])
        .withVersion(parts[1])
        .withKind(kind)
        .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
        .withNamespaced(true)
        .build();
  }

  private JsonNode json(GenericKubernetesResource resource) {
    try {
      return JSON.readTree(client.getKubernetesSerialization().asJson(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
    thread.shutdownNow();
    client.close();
  }

  private final class Events implements Watcher<GenericKubernetesResource> {

    private final BiConsumer<Action, JsonNode> action;

    Events(BiConsumer<Action, JsonNode> action) {
      this.action = action;
    }

    @Override
    public void eventReceived(Action type, GenericKubernetesResource resource) {
      var object = json(resource);
      thread.execute(() -> {
        try {
          action.accept(type, object);
        } catch (RuntimeException e) {
          problems.accept(e.toString());
        }
      });
    }

    @Override
    public void onClose(WatcherException cause) {
      problems.accept("a watch ended: " + cause);
    }
  }
}
