package dev.identitydomains.operator.engine.calls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Gathers what many threads want into few calls, one at a time: what arrives while one is under way
 * or waits for its turn goes with the next. Urgent items go first.
 */
final class Batcher<T, R> {

  /** One item, and where its result goes. */
  record Item<T, R>(T value, CompletableFuture<R> result) {}

  /**
   * How much one call takes.
   *
   * @param weigh the weight of an item
   */
  record Bounds<T>(int mostItems, int mostWeight, ToIntFunction<T> weigh) {}

  private final Bounds<T> bounds;
  private final Runnable turn;
  private final Consumer<List<Item<T, R>>> call;
  private final Deque<Item<T, R>> urgent = new ArrayDeque<>();
  private final Deque<Item<T, R>> others = new ArrayDeque<>();
  private boolean carrying;

  /**
   * Nothing waits yet.
   *
   * @param turn waits until the next call may be made
   * @param call makes one; it completes each item's result and throws nothing
   */
  Batcher(Bounds<T> bounds, Runnable turn, Consumer<List<Item<T, R>>> call) {
    this.bounds = bounds;
    this.turn = turn;
    this.call = call;
  }

  /** Adds an item to the next call that has room for it. */
  CompletableFuture<R> submit(T value, Priority priority) {
    var item = new Item<>(value, new CompletableFuture<R>());
    if (add(item, priority)) {
      Thread.ofVirtual().name("batches").start(this::carry);
    }
    return item.result();
  }

  /** Whether nothing waits. */
  synchronized boolean isIdle() {
    return !carrying;
  }

  /** Returns whether nobody carries items yet. */
  private synchronized boolean add(Item<T, R> item, Priority priority) {
    (priority == Priority.INTERACTIVE ? urgent : others).add(item);
    var first = !carrying;
    carrying = true;
    return first;
  }

  private void carry() {
    while (isAnyLeft()) {
      turn.run();
      call.accept(resize());
    }
  }

  private synchronized boolean isAnyLeft() {
    carrying = !urgent.isEmpty() || !others.isEmpty();
    return carrying;
  }

  private synchronized List<Item<T, R>> resize() {
    var taken = new ArrayList<Item<T, R>>();
    var weight = 0;
    for (var queue : List.of(urgent, others)) {
      while (!queue.isEmpty() && taken.size() < bounds.mostItems()) {
        weight += bounds.weigh().applyAsInt(queue.peek().value());
        if (weight > bounds.mostWeight() && !taken.isEmpty()) {
          return taken;
        }
        taken.add(queue.remove());
      }
    }
    return taken;
  }
}
