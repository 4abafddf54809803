package dev.identitydomains.operator.runtime;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process with exit code 1 when an informer has no watch for a long time and the API
 * server lists nothing, because its objects are old then. A shorter outage is Fabric8's to end: it
 * tries again with growing delays.
 */
final class WatchDeadline implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(WatchDeadline.class);

  private final Informers informers;
  private final WatchOutages outages = new WatchOutages();
  private final Clock clock = Clock.systemUTC();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

  private WatchDeadline(Informers informers) {
    this.informers = informers;
  }

  /**
   * Watches over the informers until {@link #close}.
   *
   * @param registry receives the meter {@code identity.domain.watch.outages}
   */
  static WatchDeadline start(Informers informers, MeterRegistry registry) {
    var deadline = new WatchDeadline(informers);
    Gauge.builder("identity.domain.watch.outages", informers, i -> i.interrupted().size())
        .register(registry);
    var seconds = PERIOD.toSeconds();
    var _ =
        deadline.timer.scheduleWithFixedDelay(deadline::check, seconds, seconds, TimeUnit.SECONDS);
    return deadline;
  }

  /** The handler of an informer that has stopped for ever, which no event of a watch causes. */
  static void stopped(SharedIndexInformer<?> informer, @Nullable Throwable failure) {
    if (failure != null && informer.hasSynced()) {
      LOG.error(
          "The informer of {} has stopped ({}), and the operator ends.",
          informer.getApiTypeClass().getSimpleName(),
          failure.getClass().getSimpleName()); // the message may quote an object
      System.exit(1);
    }
  }

  private void check() {
    try {
      outages
          .note(informers.interrupted(), informers::canList, clock.instant())
          .ifPresent(WatchDeadline::end);
    } catch (RuntimeException e) {
      LOG.warn("cannot look at the informers, and tries again", e); // else the timer stops
    }
  }

  private static void end(String message) {
    LOG.error(message);
    System.exit(1);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
