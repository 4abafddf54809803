package dev.identitydomains.operator.kube;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.operator.status.RequestIds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Records events on resources. An equal event within minutes extends the series of the first one.
 * Errors of the API server are logged, not thrown.
 */
public final class EventRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

  /** Longer than the longest retry delay, shorter than the API server's retention of events. */
  private static final Duration SERIES_ENDS_AFTER = Duration.ofMinutes(6);

  private static final int MOST_SERIES = 4096;
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /** The fields that make two events equal. */
  private record Statement(String uid, String type, String reason, String note) {}

  /**
   * A series of equal events.
   *
   * @param event name of the event object
   * @param count number of occurrences
   */
  private record Series(String event, int count) {

    Series again() {
      return new Series(event, count + 1);
    }
  }

  private final KubernetesClient client;
  private final EventFactory form;
  private final Clock clock;
  private final Cache<Statement, Series> told;

  /**
   * @param instance name of this process, for {@code reportingInstance}
   * @param related gives the {@code related} object of a resource's events
   */
  public EventRecorder(
      KubernetesClient client,
      String instance,
      Function<HasMetadata, Optional<ObjectReference>> related,
      Clock clock) {
    this.client = client;
    this.form = new EventFactory(instance, related, clock);
    this.clock = clock;
    this.told =
        Caffeine.newBuilder()
            .maximumSize(MOST_SERIES)
            .expireAfterAccess(SERIES_ENDS_AFTER)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /** Whether the log has told that events are refused. */
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Records an event of type Normal; the API server's limit of 1024 bytes cuts the note. */
  public void normal(HasMetadata subject, Event event, String note) {
    record(subject, "Normal", event.name(), event.action(), note);
  }

  /** Records an event of type Warning, like {@link #normal}. */
  public void warning(HasMetadata subject, Reason reason, String note) {
    var action = subject.isMarkedForDeletion() ? "Delete" : "Reconcile";
    record(subject, "Warning", reason.name(), action, note);
  }

  private void record(HasMetadata subject, String type, String reason, String action, String note) {
    var uid = subject.getMetadata().getUid();
    var statement = new Statement(uid, type, reason, RequestIds.strip(note));
    try {
      var before = told.getIfPresent(statement);
      if (before != null && isContinued(subject, before.again())) {
        told.put(statement, before.again());
        return;
      }
      var event = form.of(subject, type, reason, action, note);
      client.resource(event).create();
      told.put(statement, new Series(event.getMetadata().getName(), 1));
    } catch (KubernetesClientException e) {
      LOG.atLevel(warned.getAndSet(true) ? Level.DEBUG : Level.WARN)
          .log(
              "event {} on {} not recorded: {}",
              reason,
              io.fabric8.kubernetes.client.informers.cache.Cache.metaNamespaceKeyFunc(subject),
              e.getMessage());
    }
  }

  /** Patches the series of the first event; returns false when that event no longer exists. */
  private boolean isContinued(HasMetadata subject, Series series) {
    var patch = JsonNodeFactory.instance.objectNode();
    patch
        .putObject("series")
        .put("count", series.count())
        .put("lastObservedTime", EventFactory.microTime(clock.instant()));
    try {
      // a patch by name alone would cost a GET before it
      client.resource(EventFactory.named(subject, series.event())).patch(MERGE, patch.toString());
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
