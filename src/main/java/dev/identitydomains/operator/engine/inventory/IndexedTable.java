package dev.identitydomains.operator.engine.inventory;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The known resources of one type by id, indexed by further keys. Not thread-safe.
 *
 * <p>A row written during a full read is newer than the row read: it stays.
 */
final class IndexedTable<V> {

  /** Compares a row of a full read with the known row. */
  interface Comparison<V> {

    /**
     * Whether the rows are equal.
     *
     * @param written whether the known row comes from a write, not from a read: the service may
     *     have added values
     */
    boolean same(V known, V read, boolean written);
  }

  /** A change that a full read detected; {@code known} or {@code read} may be empty. */
  record Changed<V>(@Nullable V known, @Nullable V read) {

    /** The row as known, or as read where it is new. */
    V any() {
      return known == null ? Objects.requireNonNull(read) : known;
    }
  }

  private final Function<V, List<String>> keys;
  private final Comparison<V> comparison;
  private final Map<String, V> rows = new HashMap<>();
  private final Map<String, Set<String>> idsByKey = new HashMap<>();
  private final Map<String, Long> writtenAt = new HashMap<>();

  IndexedTable(Function<V, List<String>> keys, Comparison<V> comparison) {
    this.keys = keys;
    this.comparison = comparison;
  }

  Collection<V> all() {
    return rows.values();
  }

  Optional<V> get(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  /** The rows with this key, by id. */
  Map<String, V> find(String key) {
    var found = new LinkedHashMap<String, V>();
    for (var id : idsByKey.getOrDefault(key, Set.of())) {
      get(id).ifPresent(row -> found.put(id, row));
    }
    return found;
  }

  /** Stores a row written at this revision. */
  void put(String id, V row, long now) {
    store(id, row);
    writtenAt.put(id, now);
  }

  /** Removes a row deleted at this revision. */
  void remove(String id, long now) {
    drop(id);
    writtenAt.put(id, now);
  }

  /** Merges a full read that began at this revision; returns the changes. */
  List<Changed<V>> merge(Map<String, V> read, long begun) {
    var ids = new HashSet<>(rows.keySet());
    ids.addAll(read.keySet());
    var changed = ids.stream().flatMap(id -> merge(id, read.get(id), begun).stream()).toList();
    writtenAt.values().removeIf(at -> at <= begun);
    return changed;
  }

  private Optional<Changed<V>> merge(String id, @Nullable V found, long begun) {
    var written = writtenAt.get(id);
    if (written != null && written > begun) {
      return Optional.empty();
    }
    var known = rows.get(id);
    if (found == null) {
      drop(id);
    } else {
      store(id, found);
    }
    var same = known != null && found != null && comparison.same(known, found, written != null);
    return same ? Optional.empty() : Optional.of(new Changed<>(known, found));
  }

  private void store(String id, V row) {
    drop(id);
    rows.put(id, row);
    keys.apply(row).forEach(key -> idsByKey.computeIfAbsent(key, _ -> new HashSet<>(2)).add(id));
  }

  private void drop(String id) {
    var before = rows.remove(id);
    if (before != null) {
      keys.apply(before)
          .forEach(key ->
              idsByKey.computeIfPresent(
                  key, (_, ids) -> ids.remove(id) && ids.isEmpty() ? null : ids));
    }
  }
}
