package dev.identitydomains.operator.kube;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The labels of namespaces. Thread-safe. */
public final class Namespaces implements AutoCloseable {

  private final KubernetesClient client;
  private final @Nullable SharedIndexInformer<Namespace> informer;

  private Namespaces(KubernetesClient client, @Nullable SharedIndexInformer<Namespace> informer) {
    this.client = client;
    this.informer = informer;
  }

  /**
   * Watches all namespaces.
   *
   * @param changed gets the name of each namespace that is new or has other labels
   */
  public static Namespaces watch(KubernetesClient client, Consumer<String> changed) {
    var informer =
        client
            .namespaces()
            .runnableInformer(0)
            .itemStore(new TrimmedItemStore<>())
            .addEventHandler(new LabelChanges(changed));
    informer.run();
    return new Namespaces(client, informer);
  }

  /** Watches nothing, for an operator that may not watch all namespaces. */
  public static Namespaces read(KubernetesClient client) {
    return new Namespaces(client, null);
  }

  /** The labels as the watch has last reported them, or as read without a watch. */
  public Map<String, String> labels(String namespace) {
    return informer == null
        ? currentLabels(namespace)
        : Optional.ofNullable(informer.getStore().getByKey(namespace))
            .map(Namespaces::labels)
            .orElse(Map.of());
  }

  /** Reads the labels from the API server; empty when the namespace does not exist. */
  public Map<String, String> currentLabels(String namespace) {
    return Optional.ofNullable(client.namespaces().withName(namespace).get())
        .map(Namespaces::labels)
        .orElse(Map.of());
  }

  private static Map<String, String> labels(Namespace namespace) {
    return Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of());
  }

  @Override
  public void close() {
    if (informer != null) {
      informer.close();
    }
  }

  private record LabelChanges(Consumer<String> changed) implements ResourceEventHandler<Namespace> {

    @Override
    public void onAdd(Namespace namespace) {
      changed.accept(namespace.getMetadata().getName());
    }

    @Override
    public void onUpdate(Namespace before, Namespace after) {
      if (!labels(before).equals(labels(after))) {
        changed.accept(after.getMetadata().getName());
      }
    }

    @Override
    public void onDelete(Namespace namespace, boolean unknown) {
      // its resources are deleted, too
    }
  }
}
