package dev.identitydomains.operator.controller.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * The content of the Secrets of ClientApplications: read when needed, and remembered while the
 * Secret has the same {@code resourceVersion}. Whoever may write a Secret can make it as large as 1
 * MB, so that everything here has a bound. Thread-safe.
 */
final class SecretContents {

  /** Characters of a value, and of all that is remembered of a Secret. Ours has some 6 KB. */
  static final int LARGEST = 16 * 1024;

  private static final int TOGETHER = 64 * 1024 * 1024;
  private static final int READERS = 8;

  /** Longer than {@code Interval.RESYNC}: what is not asked for any more is gone. */
  private static final Duration UNUSED = Duration.ofHours(3);

  private final KubernetesClient client;
  private final Semaphore readers = new Semaphore(READERS);
  private final Cache<String, Secret> remembered =
      Caffeine.newBuilder()
          .maximumWeight(TOGETHER)
          .weigher((String _, Secret secret) -> size(secret))
          .expireAfterAccess(UNUSED)
          .build();

  SecretContents(KubernetesClient client) {
    this.client = client;
  }

  /** The whole of a Secret of which the cache has the metadata; empty unless it is remembered. */
  Optional<Secret> unchanged(Secret metadata) {
    var version = metadata.getMetadata().getResourceVersion();
    return Optional.ofNullable(remembered.getIfPresent(metadata.getMetadata().getUid()))
        .filter(secret -> Objects.equals(secret.getMetadata().getResourceVersion(), version));
  }

  /**
   * Reads a Secret from the API server.
   *
   * @param keys the only keys to keep of its data
   * @return without the values that are too large; empty for none
   */
  Optional<Secret> read(String namespace, String name, Set<String> keys) {
    readers.acquireUninterruptibly();
    try {
      return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())
          .map(secret -> trimmed(secret, keys));
    } finally {
      readers.release();
    }
  }

  /** Remembers the whole of a Secret that the operator owns, unless it is too large. */
  void remember(Secret secret, Set<String> keys) {
    var kept = trimmed(secret, keys);
    if (size(kept) <= LARGEST) {
      remembered.put(kept.getMetadata().getUid(), kept);
    } else {
      remembered.invalidate(kept.getMetadata().getUid());
    }
  }

  private static Secret trimmed(Secret secret, Set<String> keys) {
    secret.getMetadata().setManagedFields(List.of());
    if (secret.getData() != null) {
      var data = new HashMap<>(secret.getData());
      data.keySet().retainAll(keys);
      data.values().removeIf(value -> value.length() > LARGEST);
      secret.setData(data);
    }
    return secret;
  }

  private static int size(Secret secret) {
    var metadata = secret.getMetadata();
    return Stream.of(secret.getData(), metadata.getAnnotations(), metadata.getLabels())
        .filter(Objects::nonNull)
        .map(Map::entrySet)
        .flatMap(Set::stream)
        .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
        .sum();
  }
}
