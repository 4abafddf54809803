package dev.identitydomains.operator.kube;

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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records events on resources; what is told again within minutes makes a series of the event that
 * told it first. An event that cannot be recorded is no reason to stop.
 */
public final class EventRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

  /**
   * Long enough for what is tried again every few minutes; the API server keeps an event longer.
   */
  private static final Duration SERIES_ENDS_AFTER = Duration.ofMinutes(6);

  private static final int MOST_SERIES = 4096;
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /** The same again is no news. */
  private record Statement(String uid, String type, String reason, String note) {}

  /**
   * How often something was told.
   *
   * @param event the name of the event that tells it
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
   * @param instance the name of this process among its like
   * @param related the object that events on a resource name beside it
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

  public void normal(HasMetadata subject, Event event, String note) {
    record(subject, "Normal", event.name(), event.action(), note);
  }

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
      LOG.debug(
          "event {} on {} not recorded: {}",
          reason,
          io.fabric8.kubernetes.client.informers.cache.Cache.metaNamespaceKeyFunc(subject),
          e.getMessage());
    }
  }

  /** Whether the event that told it first is still there. */
  private boolean isContinued(HasMetadata subject, Series series) {
    var patch =
        "{\"series\":{\"count\":%d,\"lastObservedTime\":\"%s\"}}"
            .formatted(series.count(), EventFactory.microTime(clock.instant()));
    try {
      // by name alone, the client would read it first
      client.resource(EventFactory.named(subject, series.event())).patch(MERGE, patch);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
