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

  /** Runs a blocking call without the permit, and takes one again before it returns. */
  public <T> T runWithoutPermit(Supplier<T> blocking) {
    var permit = HELD.get();
    if (permit == null) {
      return blocking.get();
    }
    release(permit);
    try {
      return blocking.get();
    } finally {
      acquire(resumedWork);
    }
  }

  /** Waits without the permit, and takes one again before it returns. */
  public void waitWithoutPermit(Runnable blocking) {
    runWithoutPermit(() -> {
      blocking.run();
      return blocking;
    });
  }

  private void run(Runnable task) {
    acquire(newWork);
    try {
      task.run();
    } finally {
      release(HELD.get());
    }
  }

  private static void acquire(Semaphore permits) {
    permits.acquireUninterruptibly();
    HELD.set(permits);
  }

  private static void release(Semaphore permit) {
    HELD.remove();
    permit.release();
  }
}
