package dev.identitydomains.operator.engine.inventory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The known resources of one type by id, with keys to find them by. Its owner synchronizes.
 *
 * <p>A reading takes a while, and what is written meanwhile is newer than what the reading says:
 * rows written since it began stay as they are.
 */
final class IndexedTable<V> {

  /** Whether a row that a reading found is what was known. */
  interface Comparison<V> {

    /**
     * The answer.
     *
     * @param written whether the known row is what was written, not what was read: the service may
     *     have added to it
     */
    boolean same(V known, V read, boolean written);
  }

  /** A row that a reading found otherwise than it was known; one of the two may be missing. */
  record Changed<V>(Optional<V> known, Optional<V> read) {}

  private final Function<V, List<String>> keys;
  private final Comparison<V> comparison;
  private final Map<String, V> rows = new HashMap<>();
  private final Map<String, Set<String>> idsByKey = new HashMap<>();
  private final Map<String, Long> writtenAt = new HashMap<>();

  IndexedTable(Function<V, List<String>> keys, Comparison<V> comparison) {
    this.keys = keys;
    this.comparison = comparison;
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

  /** Notes a row that was written at this moment. */
  void put(String id, V row, long now) {
    store(id, row);
    writtenAt.put(id, now);
  }

  /** Notes that a row was deleted at this moment. */
  void remove(String id, long now) {
    drop(id);
    writtenAt.put(id, now);
  }

  /** Takes a reading over that began at this moment; returns what it found otherwise. */
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
    return same
        ? Optional.empty()
        : Optional.of(new Changed<>(Optional.ofNullable(known), Optional.ofNullable(found)));
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
