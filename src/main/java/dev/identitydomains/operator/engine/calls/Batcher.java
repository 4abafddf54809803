package dev.identitydomains.operator.engine.calls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers items of many threads into few calls, one call at a time: an item that arrives during a
 * call, or while a call waits for its limiter, goes into the next call. Interactive items go first.
 */
final class Batcher<T, R> {

  /** One item and the future of its result. */
  record Item<T, R>(T value, CompletableFuture<R> result) {}

  /**
   * The bounds of one call; an item heavier than {@code mostWeight} goes alone.
   *
   * @param weigh weight of an item, in the unit of {@code mostWeight}
   */
  record Bounds<T>(int mostItems, int mostWeight, ToIntFunction<T> weigh) {}

  private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);

  private final Bounds<T> bounds;
  private final Runnable turn;
  private final Consumer<List<Item<T, R>>> call;
  private final Deque<Item<T, R>> urgent = new ArrayDeque<>();
  private final Deque<Item<T, R>> others = new ArrayDeque<>();
  private boolean carrying;

  /**
   * @param turn blocks until the limiter permits the next call
   * @param call makes the call; completes the result of every item and throws nothing
   */
  Batcher(Bounds<T> bounds, Runnable turn, Consumer<List<Item<T, R>>> call) {
    this.bounds = bounds;
    this.turn = turn;
    this.call = call;
  }

  /** Adds an item to the next call within the bounds. */
  CompletableFuture<R> submit(T value, Priority priority) {
    var item = new Item<>(value, new CompletableFuture<R>());
    if (add(item, priority)) {
      Thread.ofVirtual().name("batches").start(this::carry);
    }
    return item.result();
  }

  /** Returns whether the item needs a new thread, because none makes calls now. */
  private synchronized boolean add(Item<T, R> item, Priority priority) {
    (priority == Priority.INTERACTIVE ? urgent : others).add(item);
    var first = !carrying;
    carrying = true;
    return first;
  }

  private void carry() {
    while (isAnyLeft()) {
      carryOnce();
    }
  }

  /** An item whose call ends with an Error fails, and does not stop the later ones. */
  private void carryOnce() {
    var taken = List.<Item<T, R>>of();
    try {
      turn.run();
      taken = take();
      call.accept(taken);
    } catch (RuntimeException | Error e) {
      LOG.error("a call with {} items failed", taken.size(), e);
      var failed = taken.isEmpty() ? take() : taken;
      failed.forEach(item -> item.result().completeExceptionally(e));
    }
  }

  private synchronized boolean isAnyLeft() {
    carrying = !urgent.isEmpty() || !others.isEmpty();
    return carrying;
  }

  private synchronized List<Item<T, R>> take() {
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
