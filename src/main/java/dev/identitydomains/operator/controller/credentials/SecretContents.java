package dev.identitydomains.operator.controller.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.identitydomains.operator.kube.BoundedReads;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The content of the Secrets of ClientApplications: read when needed, and remembered while the
 * Secret has the same {@code resourceVersion}. Whoever may write a Secret can make it as large as 1
 * MB, so that everything here has a bound. Thread-safe.
 */
final class SecretContents {

  /** Characters of all that is remembered of a Secret. */
  static final int LARGEST = BoundedReads.LARGEST_SECRET;

  private static final int TOGETHER = 64 * 1024 * 1024;

  /** Longer than {@code Interval.RESYNC}: what is not asked for any more is gone. */
  private static final Duration UNUSED = Duration.ofHours(3);

  private final Cache<String, Secret> remembered =
      Caffeine.newBuilder()
          .maximumWeight(TOGETHER)
          .weigher((String _, Secret secret) -> size(secret))
          .expireAfterAccess(UNUSED)
          .build();

  /** The whole of a Secret of which the cache has the metadata; empty unless it is remembered. */
  Optional<Secret> unchanged(Secret metadata) {
    var version = metadata.getMetadata().getResourceVersion();
    return Optional.ofNullable(remembered.getIfPresent(metadata.getMetadata().getUid()))
        .filter(secret -> Objects.equals(secret.getMetadata().getResourceVersion(), version));
  }

  /** Remembers the whole of a Secret that the operator owns, unless it is too large. */
  void remember(Secret secret, Set<String> keys) {
    var kept = BoundedReads.trimmed(secret, keys);
    if (size(kept) <= LARGEST) {
      remembered.put(kept.getMetadata().getUid(), kept);
    } else {
      remembered.invalidate(kept.getMetadata().getUid());
    }
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
