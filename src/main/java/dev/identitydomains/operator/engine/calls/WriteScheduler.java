package dev.identitydomains.operator.engine.calls;

import dev.identitydomains.operator.http.RateLimitGroup;
import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.scim.BulkResult;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.WriteResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okio.Utf8;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the writes to one domain: each by itself as long as the rate budget has room for it,
 * and gathered into Bulk calls when more wait than that. Background work leaves half of the room to
 * others.
 */
public final class WriteScheduler {

  private static final Logger LOG = LoggerFactory.getLogger(WriteScheduler.class);

  /**
   * The limits of one Bulk call (rate limits page), with room for what is around the operations.
   */
  private static final int MOST_OPERATIONS = 50;

  private static final int MOST_BYTES = 1_000_000;
  private static final int ENVELOPE_BYTES = 300;

  private final ScimClient scim;
  private final RateLimiter singles;
  private final Runnable onDoubt;
  private final Batcher<Operation, WriteResult> bulk;
  private final AtomicInteger alone = new AtomicInteger();
  private volatile boolean bulkAllowed;

  /**
   * No writes yet.
   *
   * @param bulkAllowed whether Bulk calls may be made at all
   * @param onDoubt called when nobody knows which writes of a Bulk call happened
   */
  public WriteScheduler(ScimClient scim, DomainRateLimits budget, boolean bulkAllowed, Runnable onDoubt) {
    this.scim = scim;
    this.singles = budget.lane(RateLimitGroup.OTHER);
    this.bulkAllowed = bulkAllowed;
    this.onDoubt = onDoubt;
    this.bulk =
        new Batcher<>(
            new Batcher.Bounds<>(MOST_OPERATIONS, MOST_BYTES, WriteScheduler::bytes),
            budget.lane(RateLimitGroup.BULK)::awaitRoom,
            this::carryOut);
  }

  /**
   * Carries one write out and waits for it.
   *
   * @throws CallException when it fails
   */
  public WriteResult carryOut(Operation operation, Priority urgency) {
    return join(submit(operation, urgency));
  }

  /** Begins a write. */
  public CompletableFuture<WriteResult> submit(Operation operation, Priority urgency) {
    return goesAlone(urgency) ? alone(operation) : bulk.submit(operation, urgency);
  }

  /**
   * The result of a write.
   *
   * @throws CallException when it failed
   */
  public static <T> T join(CompletableFuture<T> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Whether a write goes by itself; if so, it counts as under way. */
  private boolean goesAlone(Priority urgency) {
    var others = alone.getAndIncrement();
    var left = urgency == Priority.INTERACTIVE ? 0 : singles.mostRoom() / 2;
    if (!bulkAllowed || singles.room() - others > left) {
      return true;
    }
    alone.decrementAndGet();
    return false;
  }

  private CompletableFuture<WriteResult> alone(Operation operation) {
    var result = new CompletableFuture<WriteResult>();
    Thread.ofVirtual().name("write").start(() -> alone(operation, result));
    return result.whenComplete((_, _) -> alone.decrementAndGet());
  }

  private void alone(Batcher.Item<Operation, WriteResult> item) {
    Thread.ofVirtual().name("write").start(() -> alone(item.value(), item.result()));
  }

  private void alone(Operation operation, CompletableFuture<WriteResult> result) {
    try {
      result.complete(scim.write(operation));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private void carryOut(List<Batcher.Item<Operation, WriteResult>> items) {
    if (!bulkAllowed) {
      items.forEach(this::alone);
      return;
    }
    try {
      var results = scim.write(items.stream().map(Batcher.Item::value).toList());
      for (var i = 0; i < items.size(); i++) {
        complete(items.get(i).result(), results.get(i));
      }
    } catch (RuntimeException e) {
      failed(items, e);
    }
  }

  private static void complete(CompletableFuture<WriteResult> result, BulkResult outcome) {
    switch (outcome) {
      case BulkResult.Done done -> result.complete(done.written());
      case BulkResult.Failed failed ->
          result.completeExceptionally(new CallException(failed.failure(), null));
    }
  }

  private void failed(List<Batcher.Item<Operation, WriteResult>> items, RuntimeException failure) {
    if (isRefusal(failure)) {
      LOG.warn("Bulk calls are not possible, writes go one by one: {}", failure.getMessage());
      bulkAllowed = false;
    }
    if (isRefusal(failure) || isTooLarge(failure)) {
      items.forEach(this::alone); // nothing of the call was carried out
      return;
    }
    if (failure instanceof CallException e && e.failure() instanceof CallFailure.Unreachable) {
      onDoubt.run();
    }
    items.forEach(item -> item.result().completeExceptionally(failure));
  }

  /** The next call would fare no better. */
  private static boolean isRefusal(RuntimeException failure) {
    return failure instanceof CallException e && Stream.of(403, 404, 501).anyMatch(e::answered);
  }

  private static boolean isTooLarge(RuntimeException failure) {
    return failure instanceof CallException e && e.answered(413);
  }

  private static int bytes(Operation operation) {
    return ENVELOPE_BYTES
        + operation.data().map(data -> (int) Utf8.size(data.toString())).orElse(0);
  }
}
