package dev.identitydomains.operator.engine.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatcherTest {

  private final Semaphore permits = new Semaphore(0);
  private final List<List<Integer>> carried = new CopyOnWriteArrayList<>();
  private final Batcher<Integer, Integer> batches =
      new Batcher<>(
          new Batcher.Bounds<>(3, 100, number -> number),
          call -> {
            permits.acquireUninterruptibly();
            call.run();
          },
          items -> {
            carried.add(items.stream().map(Batcher.Item::value).toList());
            items.forEach(item -> item.result().complete(-item.value()));
          });

  @Test
  void sendsWaitingItemsTogetherByPriority() throws Exception {
    var results =
        List.of(
            batches.submit(1),
            batches.submit(2),
            batches.submit(3),
            new Requester("shop", Priority.INTERACTIVE).call(() -> batches.submit(4)));
    assertThat(results).noneMatch(CompletableFuture::isDone);
    permits.release(2);
    assertThat(join(results)).containsExactly(-1, -2, -3, -4);
    assertThat(carried).containsExactly(List.of(4, 1, 2), List.of(3));
  }

  @Test
  void sendsHeavyItemInNextCallOrAlone() throws Exception {
    var results = IntStream.of(60, 50, 40, 500).mapToObj(batches::submit).toList();
    permits.release(10);
    assertThat(join(results)).containsExactly(-60, -50, -40, -500);
    assertThat(carried).containsExactly(List.of(60), List.of(50, 40), List.of(500));
  }

  /** Item 4: an Error in one call fails its items, and the later ones go on. */
  @Test
  void callThatEndsWithAnErrorFailsItsItemsAlone() {
    var failing =
        new Batcher<Integer, Integer>(
            new Batcher.Bounds<>(1, 100, number -> number),
            Runnable::run,
            items -> {
              if (items.getFirst().value() == 1) {
                throw new StackOverflowError("test");
              }
              items.forEach(item -> item.result().complete(-item.value()));
            });
    assertThat(failing.submit(1))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(StackOverflowError.class);
    assertThat(failing.submit(2)).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(-2);
  }

  /** Item 4: so does an Error in the wait for the limiter. */
  @Test
  void waitThatEndsWithAnErrorFailsTheNextItems() {
    var waits = new AtomicInteger();
    var failing =
        new Batcher<Integer, Integer>(
            new Batcher.Bounds<>(1, 100, number -> number),
            call -> {
              if (waits.getAndIncrement() == 0) {
                throw new StackOverflowError("test");
              }
              call.run();
            },
            items -> items.forEach(item -> item.result().complete(-item.value())));
    assertThat(failing.submit(1)).failsWithin(Duration.ofSeconds(10));
    assertThat(failing.submit(2)).succeedsWithin(Duration.ofSeconds(10));
  }

  private static List<Integer> join(List<CompletableFuture<Integer>> results) throws Exception {
    CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    return results.stream().map(CompletableFuture::join).toList();
  }
}
