package dev.identitydomains.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An informer's store without {@code managedFields}, often the larger half of an object. */
public final class TrimmedItemStore<V extends HasMetadata> implements ItemStore<V> {

  private final Map<String, V> items = new ConcurrentHashMap<>();

  @Override
  public String getKey(V item) {
    return Cache.metaNamespaceKeyFunc(item);
  }

  @Override
  public @Nullable V put(String key, V item) {
    item.getMetadata().setManagedFields(null);
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
