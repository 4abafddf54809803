package dev.identitydomains.operator.kube;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Bounds how many threads talk to the API server at a time, which takes some 250 requests on one
 * connection. Every thread of {@link #executor} has a turn from its start; while it waits for a
 * domain, it gives the turn up.
 */
public final class ApiServerBulkhead {

  private static final int PERMITS = 80;

  /** The turn that a thread has. */
  private static final ThreadLocal<Semaphore> HELD = new ThreadLocal<>();

  /** Those who begin and those who go on take turns apart: what has begun shall end. */
  private final Semaphore newWork = new Semaphore(PERMITS);

  private final Semaphore resumedWork = new Semaphore(PERMITS);

  /** One virtual thread for each task. */
  public ExecutorService executor() {
    var threads = Thread.ofVirtual().name("reconcile-", 0).factory();
    ThreadFactory withTurn = task -> threads.newThread(() -> run(task));
    return Executors.newThreadPerTaskExecutor(withTurn);
  }

  /** Waits for something else than the API server. */
  public <T> T runWithoutPermit(Supplier<T> wait) {
    var permit = HELD.get();
    if (permit == null) {
      return wait.get();
    }
    permit.release();
    try {
      return wait.get();
    } finally {
      take(resumedWork);
    }
  }

  private void run(Runnable task) {
    take(newWork);
    try {
      task.run();
    } finally {
      HELD.get().release();
    }
  }

  private void take(Semaphore permits) {
    permits.acquireUninterruptibly();
    HELD.set(permits);
  }
}
