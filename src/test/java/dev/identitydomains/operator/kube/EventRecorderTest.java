package dev.identitydomains.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.identitydomains.TestClock;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.RelatedObject;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Reason;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EventRecorderTest {

  private static final String NAMESPACE = "default";

  @AutoClose private final EmbeddedKubernetes api = EmbeddedKubernetes.start();

  @AutoClose
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();

  private final TestClock clock = new TestClock();
  private final EventRecorder events = new EventRecorder(client, "pod-1", RelatedObject::of, clock);

  EventRecorderTest() throws IOException {}

  @Test
  void recordsRepeatedEventAsSeries() {
    var orders = application("orders");
    events.warning(orders, Reason.DomainUnavailable, "gone (opc-request-id a)");
    assertThat(recorded()).singleElement().satisfies(e -> assertThat(e.getSeries()).isNull());
    for (var id : List.of("b", "c")) {
      clock.advance(Duration.ofMinutes(5));
      events.warning(orders, Reason.DomainUnavailable, "gone (opc-request-id " + id + ")");
    }
    assertThat(recorded())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getNote()).isEqualTo("gone (opc-request-id a)");
          assertThat(event.getEventTime().getTime()).isEqualTo("2026-01-01T00:00:00.000000Z");
          assertThat(event.getSeries().getCount()).isEqualTo(3);
          assertThat(event.getSeries().getLastObservedTime().getTime())
              .isEqualTo("2026-01-01T00:10:00.000000Z");
        });
  }

  @Test
  void seriesEndsAfterPause() {
    events.normal(application("orders"), Event.Updated, "changed");
    clock.advance(Duration.ofMinutes(7));
    events.normal(application("orders"), Event.Updated, "changed");
    assertThat(recorded()).hasSize(2).allMatch(event -> event.getSeries() == null);
  }

  @Test
  void startsNewSeriesAfterDeletionOfEvent() {
    events.normal(application("orders"), Event.Updated, "changed");
    recorded().forEach(event -> client.resource(event).delete());
    for (var i = 0; i < 2; i++) {
      events.normal(application("orders"), Event.Updated, "changed");
    }
    assertThat(recorded())
        .singleElement()
        .satisfies(event -> assertThat(event.getSeries().getCount()).isEqualTo(2));
  }

  @Test
  void recordsDifferentEventsSeparately() {
    events.normal(application("orders"), Event.Updated, "changed a");
    events.normal(application("orders"), Event.Updated, "changed b");
    events.normal(application("orders"), Event.DriftCorrected, "changed b");
    events.normal(application("reports"), Event.Updated, "changed b");
    assertThat(recorded()).hasSize(4).allMatch(event -> event.getSeries() == null);
  }

  @Test
  void eventNamesSortByTimeEvenWithinOneMoment() {
    var notes = List.of("z", "y", "x", "a");
    notes.forEach(note -> events.normal(application("orders"), Event.Updated, note));
    assertThat(recorded()).extracting(event -> event.getNote()).containsExactlyElementsOf(notes);
  }

  @Test
  void truncatesLongNamesAndNotesBetweenCharacters() {
    events.normal(
        application("a".repeat(235) + ".b" + "c".repeat(16)), Event.Updated, "☕".repeat(400));
    events.normal(application("orders"), Event.Updated, "🎉".repeat(256));
    assertThat(recorded())
        .satisfiesExactly(
            event -> {
              assertThat(event.getNote().getBytes(StandardCharsets.UTF_8))
                  .hasSizeBetween(1021, 1024);
              assertThat(event.getNote()).matches("☕+…");
              assertThat(event.getMetadata().getName()).hasSize(252).doesNotContain("..");
            },
            event -> assertThat(event.getNote()).isEqualTo("🎉".repeat(256)));
  }

  /** Item 13: without permission, each event would fill the log. */
  @Test
  void onlyFirstEventThatMayNotBeWrittenIsWarnedOf() {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:1")
            .withRequestRetryBackoffLimit(0)
            .build();
    var log = (Logger) LoggerFactory.getLogger(EventRecorder.class);
    var before = log.getLevel();
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    log.setLevel(Level.DEBUG);
    try (var nobody = new KubernetesClientBuilder().withConfig(config).build()) {
      var refused = new EventRecorder(nobody, "pod-1", RelatedObject::of, clock);
      refused.normal(application("orders"), Event.Updated, "changed");
      refused.warning(application("reports"), Reason.Conflict, "taken");
    } finally {
      log.setLevel(before);
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.DEBUG);
    assertThat(lines.list.getFirst().getFormattedMessage())
        .startsWith("event Updated on default/orders not recorded: ");
  }

  private List<io.fabric8.kubernetes.api.model.events.v1.Event> recorded() {
    return client.events().v1().events().inNamespace(NAMESPACE).list().getItems();
  }

  private static ClientApplication application(String name) {
    var app = new ClientApplication();
    app.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).withUid(name).build());
    return app;
  }
}
