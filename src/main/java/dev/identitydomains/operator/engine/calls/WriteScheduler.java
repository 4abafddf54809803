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
 * Sends the writes to one domain: individually while the limiter permits, else in Bulk calls.
 * Background writes leave half of the burst to interactive ones.
 */
public final class WriteScheduler {

  private static final Logger LOG = LoggerFactory.getLogger(WriteScheduler.class);

  /** The service's limits of one Bulk call ("API Rate Limits"), less a reserve for the envelope. */
  private static final int MOST_OPERATIONS = 50;

  /** Repetitions of a write in Bulk calls that are answered 429; then its resource reports it. */
  private static final int MOST_REPETITIONS = 3;

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
   * @param bulkAllowed see {@link #allowBulk}
   * @param onUnconfirmed called after a Bulk call without reply, whose writes may have happened
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
            limits::inBulkTurn,
            this::send);
  }

  /** Whether writes may go in Bulk calls; if not, each is sent individually. */
  public void allowBulk(boolean allowed) {
    bulkAllowed = allowed;
  }

  /**
   * Sends one write and waits for its result.
   *
   * @throws CallException when it fails
   */
  public WriteResult send(Operation operation) {
    return join(submit(operation));
  }

  /** Sends one write asynchronously; the future fails with {@link CallException}. */
  public CompletableFuture<WriteResult> submit(Operation operation) {
    return goesIndividually() ? sendIndividually(operation) : bulk.submit(operation);
  }

  /**
   * Waits for the result of a write.
   *
   * @throws CallException when it failed
   */
  public <T> T join(CompletableFuture<T> result) {
    return waiting.join(result);
  }

  /** Whether to send a write individually; if so, counts it as under way. */
  private boolean goesIndividually() {
    var others = individualWrites.getAndIncrement();
    var isInteractive = Requester.current().priority() == Priority.INTERACTIVE;
    var left = isInteractive ? 0 : individualLimiter.burst() / 2;
    if (!bulkAllowed || individualLimiter.available() - others > left) {
      return true;
    }
    individualWrites.decrementAndGet();
    return false;
  }

  private CompletableFuture<WriteResult> sendIndividually(Operation operation) {
    var item = new Batcher.Item<Operation, WriteResult>(operation);
    sendIndividually(item);
    return item.result().whenComplete((_, _) -> individualWrites.decrementAndGet());
  }

  private void sendIndividually(Batcher.Item<Operation, WriteResult> item) {
    Thread.ofVirtual().name("write").start(() -> item.requester().run(() -> write(item)));
  }

  private void write(Batcher.Item<Operation, WriteResult> item) {
    try {
      item.result().complete(scim.write(item.value()));
    } catch (RuntimeException | Error e) {
      item.result().completeExceptionally(e); // or else somebody waits for it for ever
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
      LOG.warn("the domain refuses Bulk calls; each write is sent alone: {}", failure.getMessage());
      bulkAllowed = false;
    }
    if (failure instanceof CallException e && e.answered(429)) {
      items.forEach(item -> again(item, e)); // likewise; the limiter pauses before the next call
      return;
    }
    if (isRefusal(failure) || isTooLarge(failure)) {
      items.forEach(this::sendIndividually); // the service carried out no operation of the call
      return;
    }
    if (failure instanceof CallException e && !(e.failure() instanceof CallFailure.Answered)) {
      onUnconfirmed.run();
    }
    items.forEach(item -> item.result().completeExceptionally(failure));
  }

  private void again(Batcher.Item<Operation, WriteResult> item, CallException failure) {
    if (item.attempts() < MOST_REPETITIONS) {
      bulk.submitAgain(item);
    } else {
      item.result().completeExceptionally(failure);
    }
  }

  /** Whether the service would refuse every further Bulk call as well. */
  private static boolean isRefusal(RuntimeException failure) {
    return failure instanceof CallException e && Stream.of(403, 404, 501).anyMatch(e::answered);
  }

  private static boolean isTooLarge(RuntimeException failure) {
    return failure instanceof CallException e && e.answered(413);
  }

  private static int bytes(Operation operation) {
    var data = operation.data();
    return ENVELOPE_BYTES + (data == null ? 0 : (int) Utf8.size(data.toString()));
  }
}
