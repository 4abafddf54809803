package dev.identitydomains.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often a resource has failed in a row, and which generation the domain refused. Only for
 * pacing: a restart may forget it.
 */
final class RetryMemory {

  private static final long NONE = -1;

  private record Entry(int failures, long refusedGeneration) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** Counts a failure; returns how many there were before it in a row. */
  int failed(HasMetadata resource) {
    var entry =
        entries.merge(
            uid(resource), new Entry(1, NONE), (old, _) -> new Entry(old.failures() + 1, NONE));
    return entry.failures() - 1;
  }

  /** Remembers that this generation cannot work. */
  void refused(HasMetadata resource) {
    entries.put(uid(resource), new Entry(0, resource.getMetadata().getGeneration()));
  }

  /** Whether this generation is known not to work. */
  boolean isRefused(HasMetadata resource) {
    var entry = entries.get(uid(resource));
    return entry != null && entry.refusedGeneration() == resource.getMetadata().getGeneration();
  }

  void forget(HasMetadata resource) {
    entries.remove(uid(resource));
  }

  private static String uid(HasMetadata resource) {
    return resource.getMetadata().getUid();
  }
}
