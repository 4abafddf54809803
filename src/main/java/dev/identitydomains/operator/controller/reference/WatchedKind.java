package dev.identitydomains.operator.controller.reference;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.Optional;
import java.util.stream.Stream;

/** A controller's cache, and the source through which its resources are woken. */
record WatchedKind<R extends HasMetadata>(
    IndexerResourceCache<R> cache, SimpleInboundEventSource<R> events) {

  /** The resource of this {@code namespace/name}. */
  Optional<R> get(String key) {
    var parts = key.split("/", 2);
    return parts.length < 2 ? Optional.empty() : cache.get(new ResourceID(parts[1], parts[0]));
  }

  /** The resources that an index has under this key. */
  Stream<R> having(String index, String key) {
    return cache.byIndex(index, key).stream();
  }

  Stream<R> all() {
    return cache.list();
  }

  void wake(Stream<R> resources) {
    wakeIds(resources.map(ResourceID::fromResource));
  }

  void wakeIds(Stream<ResourceID> ids) {
    if (events.isRunning()) {
      ids.forEach(events::propagateEvent);
    }
  }
}
