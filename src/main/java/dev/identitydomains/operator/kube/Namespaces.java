package dev.identitydomains.operator.kube;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The labels and UIDs of namespaces. Thread-safe. */
public final class Namespaces implements AutoCloseable {

  /** Allows for the difference between the clocks of this machine and the API server. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final int MAX_CACHED_UIDS = 10_000;

  private static final int MAX_READ = 10_000;

  /** So many resources of one namespace cost one request. */
  private static final Duration READ_STANDS = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final @Nullable SharedIndexInformer<Namespace> informer;
  private final Instant trusted = Instant.now().minus(CLOCK_SKEW);

  /** UIDs of namespaces by the UID of a resource in it, which never changes its namespace. */
  private final Cache<String, String> uids =
      Caffeine.newBuilder().maximumSize(MAX_CACHED_UIDS).build();

  /** What counts of a namespace, whose annotations are large. */
  private record Known(String uid, Map<String, String> labels) {

    static Known of(Namespace namespace) {
      return new Known(namespace.getMetadata().getUid(), WellKnownNames.labels(namespace));
    }
  }

  /** What was read last, by name; empty where there was no namespace. */
  private final Cache<String, Optional<Known>> read =
      Caffeine.newBuilder().maximumSize(MAX_READ).expireAfterWrite(READ_STANDS).build();

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
    return labels(known(namespace));
  }

  /**
   * The labels as the API server has them, if the watch does not report what was read within the
   * last seconds; empty when the namespace does not exist.
   */
  public Map<String, String> currentLabels(String namespace) {
    var known = read.getIfPresent(namespace);
    return labels(
        known != null && (informer == null || labels(known).equals(labels(namespace)))
            ? known
            : readAgain(namespace));
  }

  private static Map<String, String> labels(Optional<Known> namespace) {
    return namespace.map(Known::labels).orElse(Map.of());
  }

  /** As the watch has last reported it, or as read within the last seconds without a watch. */
  private Optional<Known> known(String name) {
    if (informer != null) {
      return Optional.ofNullable(informer.getStore().getByKey(name)).map(Known::of);
    }
    var known = read.getIfPresent(name);
    return known == null ? readAgain(name) : known;
  }

  private Optional<Known> readAgain(String name) {
    var found = current(name).map(Known::of);
    read.put(name, found);
    return found;
  }

  private Optional<Namespace> current(String name) {
    return Optional.ofNullable(client.namespaces().withName(name).get());
  }

  /**
   * The UID of the namespace that a resource is in; empty when that is gone. A watch may be late,
   * and report a former namespace of the same name: it counts only for resources older than the
   * watch, and a remembered reading only for resources older than this process.
   */
  public String uidFor(HasMetadata resource) {
    var metadata = resource.getMetadata();
    var known =
        isTrusted(metadata.getCreationTimestamp())
            ? known(metadata.getNamespace())
            : Optional.<Known>empty();
    return known.map(Known::uid).orElseGet(() -> currentUid(metadata));
  }

  private boolean isTrusted(@Nullable String created) {
    return created != null && Instant.parse(created).isBefore(trusted);
  }

  private String currentUid(ObjectMeta resource) {
    var known = uids.getIfPresent(resource.getUid());
    if (known != null) {
      return known;
    }
    var current = readAgain(resource.getNamespace()).map(Known::uid);
    current.ifPresent(uid -> uids.put(resource.getUid(), uid));
    return current.orElse("");
  }

  /** Whether a namespace is being deleted, as the API server has it. */
  public boolean isTerminating(String name) {
    return current(name).filter(HasMetadata::isMarkedForDeletion).isPresent();
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
