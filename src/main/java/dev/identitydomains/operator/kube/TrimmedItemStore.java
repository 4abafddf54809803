package dev.identitydomains.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store without {@code managedFields} and the annotations of others, often the larger
 * half of an object, and of Secrets without their content.
 */
public final class TrimmedItemStore<V extends HasMetadata> implements ItemStore<V> {

  /**
   * A store for the informers of one kind; null where each of several namespaces has an informer,
   * because these would evict each other's objects from one store.
   */
  public static <V extends HasMetadata> @Nullable TrimmedItemStore<V> forNamespaces(
      Set<String> namespaces) {
    return namespaces.size() > 1 ? null : new TrimmedItemStore<>();
  }

  /** The same for Secrets: it keeps identity, version and owner. */
  public static @Nullable TrimmedItemStore<Secret> forSecrets(Set<String> namespaces) {
    return namespaces.size() > 1 ? null : new TrimmedItemStore<>(SecretMetadata::keepOnly);
  }

  private final Map<String, V> items = new ConcurrentHashMap<>();
  private final Consumer<V> trim;

  TrimmedItemStore() {
    this(TrimmedItemStore::trim);
  }

  private TrimmedItemStore(Consumer<V> trim) {
    this.trim = trim;
  }

  /** The annotations of others have up to 256 KB. */
  private static void trim(HasMetadata item) {
    item.getMetadata().setManagedFields(null);
    item.getMetadata().setAnnotations(WellKnownNames.ownAnnotations(item));
  }

  @Override
  public String getKey(V item) {
    return Cache.metaNamespaceKeyFunc(item);
  }

  @Override
  public @Nullable V put(String key, V item) {
    trim.accept(item);
    return items.put(key, item);
  }

  @Override
  public @Nullable V remove(String key) {
    return items.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<V> values() {
    return items.values().stream();
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public @Nullable V get(String key) {
    return items.get(key);
  }
}
