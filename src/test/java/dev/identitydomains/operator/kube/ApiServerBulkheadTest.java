package dev.identitydomains.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ApiServerBulkheadTest {

  private static final int TASKS = 300;

  private final ApiServerBulkhead permits = new ApiServerBulkhead();

  @Test
  void releasesPermitWhileWaiting() throws InterruptedException {
    var waiting = new CountDownLatch(TASKS);
    var release = new CountDownLatch(1);
    try (var executor = permits.executor()) {
      for (var i = 0; i < TASKS; i++) {
        executor.execute(() ->
            permits.runWithoutPermit(() -> {
              waiting.countDown();
              return await(release);
            }));
      }
      assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
      release.countDown();
    }
  }

  @Test
  void limitsTasksToItsPermits() throws InterruptedException {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var go = new Semaphore(0);
    try (var executor = permits.executor()) {
      for (var i = 0; i < TASKS; i++) {
        executor.execute(() -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          go.acquireUninterruptibly();
          inside.decrementAndGet();
        });
      }
      go.release(TASKS);
    }
    assertThat(most).hasValueLessThanOrEqualTo(80);
  }

  /**
   * Item 5: a wait within a wait gives back the one permit that its thread holds, and takes one
   * again.
   */
  @Test
  void nestedWaitGivesOutNoMorePermits() {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var go = new Semaphore(0);
    try (var executor = permits.executor()) {
      for (var i = 0; i < TASKS; i++) {
        executor.execute(() -> {
          permits.runWithoutPermit(
              () -> permits.runWithoutPermit(() -> permits.runWithoutPermit(() -> "waited")));
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          go.acquireUninterruptibly();
          inside.decrementAndGet();
        });
      }
      org.awaitility.Awaitility.await().until(() -> inside.get() >= 80);
      go.release(TASKS);
    }
    assertThat(most).hasValueLessThanOrEqualTo(80);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
