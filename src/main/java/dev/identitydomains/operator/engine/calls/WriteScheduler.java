package dev.identitydomains.operator.engine.calls;

import dev.identitydomains.operator.http.CallException;
import dev.identitydomains.operator.http.CallFailure;
import dev.identitydomains.operator.http.RateLimitGroup;
import dev.identitydomains.operator.http.Waiting;
import dev.identitydomains.operator.scim.BulkResult;
import dev.identitydomains.operator.scim.Operation;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.WriteResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  private final RateLimiter individualLimiter;
  private final Runnable onUnconfirmed;
  private final Waiting waiting;
  private final Batcher<Operation, WriteResult> bulk;
  private final AtomicInteger individualWrites = new AtomicInteger();
  private volatile boolean bulkAllowed;

  /**
   * No writes yet.
   *
   * @param bulkAllowed whether Bulk calls may be made at all
   * @param onUnconfirmed called when nobody knows which writes of a Bulk call happened
   */
  public WriteScheduler(
      ScimClient scim,
      DomainRateLimits limits,
      boolean bulkAllowed,
      Runnable onUnconfirmed,
      Waiting waiting) {
    this.scim = scim;
    this.individualLimiter = limits.limiter(RateLimitGroup.OTHER);
    this.bulkAllowed = bulkAllowed;
    this.onUnconfirmed = onUnconfirmed;
    this.waiting = waiting;
    this.bulk =
        new Batcher<>(
            new Batcher.Bounds<>(MOST_OPERATIONS, MOST_BYTES, WriteScheduler::bytes),
            limits.limiter(RateLimitGroup.BULK)::awaitAvailable,
            this::send);
  }

  /**
   * Carries one write out and waits for it.
   *
   * @throws CallException when it fails
   */
  public WriteResult send(Operation operation, Priority priority) {
    return join(submit(operation, priority));
  }

  /** Begins a write. */
  public CompletableFuture<WriteResult> submit(Operation operation, Priority priority) {
    return goesIndividually(priority)
        ? sendIndividually(operation)
        : bulk.submit(operation, priority);
  }

  /**
   * Waits for the result of a write.
   *
   * @throws CallException when it failed
   */
  public <T> T join(CompletableFuture<T> result) {
    return waiting.join(result);
  }

  /** Whether a write goes by itself; if so, it counts as under way. */
  private boolean goesIndividually(Priority priority) {
    var others = individualWrites.getAndIncrement();
    var left = priority == Priority.INTERACTIVE ? 0 : individualLimiter.burst() / 2;
    if (!bulkAllowed || individualLimiter.available() - others > left) {
      return true;
    }
    individualWrites.decrementAndGet();
    return false;
  }

  private CompletableFuture<WriteResult> sendIndividually(Operation operation) {
    var result = new CompletableFuture<WriteResult>();
    Thread.ofVirtual().name("write").start(() -> sendIndividually(operation, result));
    return result.whenComplete((_, _) -> individualWrites.decrementAndGet());
  }

  private void sendIndividually(Batcher.Item<Operation, WriteResult> item) {
    Thread.ofVirtual().name("write").start(() -> sendIndividually(item.value(), item.result()));
  }

  private void sendIndividually(Operation operation, CompletableFuture<WriteResult> result) {
    try {
      result.complete(scim.write(operation));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private void send(List<Batcher.Item<Operation, WriteResult>> items) {
    if (!bulkAllowed) {
      items.forEach(this::sendIndividually);
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
      items.forEach(this::sendIndividually); // nothing of the call was carried out
      return;
    }
    if (failure instanceof CallException e && e.failure() instanceof CallFailure.Unreachable) {
      onUnconfirmed.run();
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
