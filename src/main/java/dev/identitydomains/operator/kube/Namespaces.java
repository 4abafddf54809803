package dev.identitydomains.operator.kube;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The labels and UIDs of namespaces. Thread-safe. */
public final class Namespaces implements AutoCloseable {

  /** Allows for the difference between the clocks of this machine and the API server. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final int MAX_CACHED_UIDS = 10_000;

  private final KubernetesClient client;
  private final @Nullable SharedIndexInformer<Namespace> informer;
  private final Instant trusted = Instant.now().minus(CLOCK_SKEW);

  /** UIDs of namespaces by the UID of a resource in it, which never changes its namespace. */
  private final Cache<String, String> uids =
      Caffeine.newBuilder().maximumSize(MAX_CACHED_UIDS).build();

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

  /** Whether the watch is established, if there is one. */
  public boolean isWatching() {
    return informer == null || informer.isWatching();
  }

  /** The labels as the watch has last reported them, or as read without a watch. */
  public Map<String, String> labels(String namespace) {
    return informer == null
        ? currentLabels(namespace)
        : Optional.ofNullable(informer.getStore().getByKey(namespace))
            .map(WellKnownNames::labels)
            .orElse(Map.of());
  }

  /** Reads the labels from the API server; empty when the namespace does not exist. */
  public Map<String, String> currentLabels(String namespace) {
    return Optional.ofNullable(client.namespaces().withName(namespace).get())
        .map(WellKnownNames::labels)
        .orElse(Map.of());
  }

  /**
   * The UID of the namespace that a resource is in; empty when that is gone. A watch may be late,
   * and report a former namespace of the same name: it counts only for resources older than the
   * watch.
   */
  public String uidFor(HasMetadata resource) {
    var metadata = resource.getMetadata();
    if (informer != null && isTrusted(metadata.getCreationTimestamp())) {
      var known = informer.getStore().getByKey(metadata.getNamespace());
      if (known != null) {
        return known.getMetadata().getUid();
      }
    }
    return Objects.requireNonNullElse(
        uids.get(metadata.getUid(), _ -> currentUid(metadata.getNamespace())), "");
  }

  private boolean isTrusted(@Nullable String created) {
    return created != null && Instant.parse(created).isBefore(trusted);
  }

  private @Nullable String currentUid(String name) {
    var namespace = client.namespaces().withName(name).get();
    return namespace == null ? null : namespace.getMetadata().getUid();
  }

  /** Whether a namespace is being deleted, as the API server has it. */
  public boolean isTerminating(String name) {
    var namespace = client.namespaces().withName(name).get();
    return namespace != null && namespace.isMarkedForDeletion();
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
      if (!WellKnownNames.labels(before).equals(WellKnownNames.labels(after))) {
        changed.accept(after.getMetadata().getName());
      }
    }

    @Override
    public void onDelete(Namespace namespace, boolean unknown) {
      // its resources are deleted, too
    }
  }
}
