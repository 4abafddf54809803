package dev.identitydomains.operator.controller.reference;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The cache of a controller without a controller. */
final class InMemoryCache<R extends HasMetadata> implements IndexerResourceCache<R> {

  private final Map<ResourceID, R> resources = new LinkedHashMap<>();
  private boolean started = true;
  private final Map<String, Function<R, List<String>>> indexers = new HashMap<>();

  /** As JOSDK's caches are before their controllers start. */
  static <R extends HasMetadata> IndexerResourceCache<R> notStarted() {
    var cache = new InMemoryCache<R>();
    cache.started = false;
    return cache;
  }

  void put(R resource) {
    resources.put(ResourceID.fromResource(resource), resource);
  }

  void remove(R resource) {
    resources.remove(ResourceID.fromResource(resource));
  }

  @Override
  public Optional<R> get(ResourceID id) {
    return Optional.ofNullable(resources.get(id));
  }

  @Override
  public Stream<ResourceID> keys() {
    return resources.keySet().stream();
  }

  @Override
  public Stream<R> list(Predicate<R> predicate) {
    if (!started) {
      throw new NullPointerException("cache");
    }
    return resources.values().stream().filter(predicate);
  }

  @Override
  public Stream<R> list(String namespace, Predicate<R> predicate) {
    return list(predicate)
        .filter(resource -> namespace.equals(resource.getMetadata().getNamespace()));
  }

  @Override
  public void addIndexers(Map<String, Function<R, List<String>>> added) {
    indexers.putAll(added);
  }

  /** Like an index, which has a resource once under each of its keys. */
  @Override
  public List<R> byIndex(String index, String key) {
    var keys = Objects.requireNonNull(indexers.get(index));
    return list(resource -> keys.apply(resource).contains(key)).toList();
  }
}
