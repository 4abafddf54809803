package dev.identitydomains.operator.runtime;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the threads live that the operator cannot do without. Timers requeue resources: one that
 * died never does again. A reconciliation that ends with an Error leaves its resource as under work
 * for ever. Pools replace all other threads, after any exception but an Error. Thread-safe.
 */
public final class Liveness implements Thread.UncaughtExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);

  /** The names that {@link java.util.Timer} gives its threads. */
  private static final String TIMER = "Timer-";

  private final AtomicReference<@Nullable String> death = new AtomicReference<>();

  /** Watches all threads of the process. */
  public static Liveness watchAllThreads() {
    var liveness = new Liveness();
    Thread.setDefaultUncaughtExceptionHandler(liveness);
    return liveness;
  }

  /** The thread that died first, and why; empty while all live. */
  public Optional<String> death() {
    return Optional.ofNullable(death.get());
  }

  @Override
  public void uncaughtException(Thread thread, Throwable cause) {
    if (cause instanceof Error || thread.getName().startsWith(TIMER)) {
      var what = "thread %s died of %s".formatted(thread.getName(), cause.getClass().getName());
      death.compareAndSet(null, what);
    }
    LOG.error("thread {} died", thread.getName(), cause);
  }
}
