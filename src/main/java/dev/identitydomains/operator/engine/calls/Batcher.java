package dev.identitydomains.operator.engine.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers items of many threads into few calls, one call at a time: an item that arrives during a
 * call, or while a call waits for its limiter, goes into the next call. Items have the order of
 * {@link FairQueue}.
 */
public final class Batcher<T, R> {

  /**
   * One item.
   *
   * @param requester whose it is
   * @param attempts the number of calls that had it
   */
  public record Item<T, R>(
      T value, Requester requester, int attempts, CompletableFuture<R> result) {

    Item(T value) {
      this(value, Requester.current(), 0, new CompletableFuture<>());
    }
  }

  /**
   * The bounds of one call; an item heavier than {@code mostWeight} goes alone.
   *
   * @param weigh weight of an item, in the unit of {@code mostWeight}
   */
  public record Bounds<T>(int mostItems, int mostWeight, ToIntFunction<T> weigh) {}

  private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);

  /** A call carries items of many namespaces. */
  private static final Requester FOR_MANY = new Requester("", Priority.INTERACTIVE);

  private final Bounds<T> bounds;
  private final Consumer<Runnable> turn;
  private final Consumer<List<Item<T, R>>> call;
  private final FairQueue<Item<T, R>> queue = new FairQueue<>();
  private boolean carrying;

  /**
   * @param turn runs the next call when it is permitted
   * @param call makes the call; completes the result of every item and throws nothing
   */
  public Batcher(Bounds<T> bounds, Consumer<Runnable> turn, Consumer<List<Item<T, R>>> call) {
    this.bounds = bounds;
    this.turn = turn;
    this.call = call;
  }

  /** Adds an item to the next call within the bounds. */
  public CompletableFuture<R> submit(T value) {
    var item = new Item<T, R>(value);
    submit(item);
    return item.result();
  }

  /** Adds an item once more, whose call has had no effect. */
  void submitAgain(Item<T, R> item) {
    submit(new Item<>(item.value(), item.requester(), item.attempts() + 1, item.result()));
  }

  private void submit(Item<T, R> item) {
    if (add(item)) {
      Thread.ofVirtual().name("batches").start(() -> FOR_MANY.run(this::carry));
    }
  }

  /** Returns whether the item needs a new thread, because none makes calls now. */
  private synchronized boolean add(Item<T, R> item) {
    queue.add(item.requester(), item);
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
    var taken = new ArrayList<Item<T, R>>();
    try {
      turn.accept(() -> {
        taken.addAll(take());
        call.accept(taken);
      });
    } catch (RuntimeException | Error e) {
      LOG.error("a call with {} items failed", taken.size(), e);
      var failed = taken.isEmpty() ? take() : taken;
      failed.forEach(item -> item.result().completeExceptionally(e));
    }
  }

  private synchronized boolean isAnyLeft() {
    carrying = !queue.isEmpty();
    return carrying;
  }

  private synchronized List<Item<T, R>> take() {
    var taken = new ArrayList<Item<T, R>>();
    var weight = 0;
    while (!queue.isEmpty() && taken.size() < bounds.mostItems()) {
      weight += bounds.weigh().applyAsInt(queue.peek().value());
      if (weight > bounds.mostWeight() && !taken.isEmpty()) {
        break;
      }
      taken.add(queue.remove());
    }
    return taken;
  }
}
