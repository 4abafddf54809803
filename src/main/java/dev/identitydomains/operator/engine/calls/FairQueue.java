package dev.identitydomains.operator.engine.calls;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.SequencedMap;

/**
 * A queue in which interactive items go before others, and in each priority the namespaces take
 * turns: neither many items of one namespace nor endless interactive ones stop the rest. Not
 * thread-safe.
 */
final class FairQueue<T> {

  /** After so many interactive items in a row, one waiting background item goes. */
  static final int MOST_INTERACTIVE_IN_A_ROW = 3;

  /** The first namespace is the next one. */
  private final Map<Priority, SequencedMap<String, Queue<T>>> waiting =
      new EnumMap<>(Priority.class);

  private int interactiveInARow;

  FairQueue() {
    for (var priority : Priority.values()) {
      waiting.put(priority, new LinkedHashMap<>());
    }
  }

  void add(Requester requester, T item) {
    of(requester.priority())
        .computeIfAbsent(requester.namespace(), _ -> new ArrayDeque<>())
        .add(item);
  }

  boolean isEmpty() {
    return waiting.values().stream().allMatch(Map::isEmpty);
  }

  /**
   * Returns the item that {@link #remove} removes.
   *
   * @throws NoSuchElementException when the queue is empty
   */
  T peek() {
    return of(next()).firstEntry().getValue().element();
  }

  /**
   * Removes the next item.
   *
   * @throws NoSuchElementException when the queue is empty
   */
  T remove() {
    var priority = next();
    interactiveInARow = priority == Priority.INTERACTIVE ? interactiveInARow + 1 : 0;
    var namespaces = of(priority);
    var first = namespaces.pollFirstEntry();
    var item = first.getValue().remove();
    if (!first.getValue().isEmpty()) {
      namespaces.putLast(first.getKey(), first.getValue());
    }
    return item;
  }

  private Priority next() {
    if (isEmpty()) {
      throw new NoSuchElementException();
    }
    var isBackgroundDue =
        of(Priority.INTERACTIVE).isEmpty() || interactiveInARow >= MOST_INTERACTIVE_IN_A_ROW;
    return isBackgroundDue && !of(Priority.BACKGROUND).isEmpty()
        ? Priority.BACKGROUND
        : Priority.INTERACTIVE;
  }

  private SequencedMap<String, Queue<T>> of(Priority priority) {
    return Objects.requireNonNull(waiting.get(priority));
  }
}
