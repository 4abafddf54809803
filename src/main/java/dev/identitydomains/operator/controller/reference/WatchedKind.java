package dev.identitydomains.operator.controller.reference;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cache of one kind's controller, and the event source that requeues its resources. */
public final class WatchedKind<R extends HasMetadata> {

  private final SimpleInboundEventSource<R> events;
  private final Map<String, Function<R, List<String>>> indexes;
  private volatile @Nullable IndexerResourceCache<R> cache;
  private volatile boolean stopping;

  WatchedKind(String eventSource, Map<String, Function<R, List<String>>> indexes) {
    this.events = new SimpleInboundEventSource<>(eventSource);
    this.indexes = indexes;
  }

  /** Adds the indexes to the controller's cache; returns the event source for the controller. */
  public SimpleInboundEventSource<R> join(IndexerResourceCache<R> primaryCache) {
    indexes.forEach(primaryCache::addIndexer);
    cache = primaryCache;
    return events;
  }

  void stopping() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /**
   * The resource with this {@code namespace/name}; empty when the cache lacks it.
   *
   * @throws IllegalStateException when the cache lacks it and the process is stopping
   */
  Optional<R> get(String key) {
    var parts = key.split("/", 2);
    var joined = cache;
    var found =
        joined == null || parts.length < 2
            ? Optional.<R>empty()
            : joined.get(new ResourceID(parts[1], parts[0]));
    if (found.isEmpty()) {
      checkRunning();
    }
    return found;
  }

  /**
   * The resources with this key in an index.
   *
   * @throws IllegalStateException when the process is stopping
   */
  Stream<R> indexed(String index, String key) {
    var joined = cache;
    var found = joined == null ? List.<R>of() : joined.byIndex(index, key);
    checkRunning();
    return found.stream();
  }

  Stream<R> all() {
    var joined = cache;
    var found = joined == null ? List.<R>of() : joined.list().toList();
    checkRunning();
    return found.stream();
  }

  private void checkRunning() {
    if (stopping) {
      throw new IllegalStateException("stopping");
    }
  }

  void requeue(Stream<R> resources) {
    requeueIds(resources.map(ResourceID::fromResource));
  }

  void requeueIds(Stream<ResourceID> ids) {
    if (events.isRunning()) {
      ids.forEach(events::propagateEvent);
    }
  }
}
