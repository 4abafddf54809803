package dev.identitydomains.operator.kube;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Limits the threads that call the API server, which allows some 250 HTTP/2 streams on a
 * connection. A thread of {@link #executor} holds a permit, except in {@link #runWithoutPermit}.
 */
public final class ApiServerBulkhead {

  private static final int PERMITS = 80;

  /** The permit that a thread holds. */
  private static final ThreadLocal<Semaphore> HELD = new ThreadLocal<>();

  /** Separate permits: new work cannot starve resumed work. */
  private final Semaphore newWork = new Semaphore(PERMITS);

  private final Semaphore resumedWork = new Semaphore(PERMITS);

  /** Creates an executor with one virtual thread for each task, which first acquires a permit. */
  public ExecutorService executor() {
    var threads = Thread.ofVirtual().name("reconcile-", 0).factory();
    ThreadFactory withTurn = task -> threads.newThread(() -> run(task));
    return Executors.newThreadPerTaskExecutor(withTurn);
  }

  /** Runs a blocking call without a permit, and acquires one again before returning. */
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
