package dev.identitydomains.operator.kube;

import dev.identitydomains.operator.text.ForeignText;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Builds events of {@code events.k8s.io/v1} (Kubernetes API reference, Event). */
final class EventFactory {

  /** In bytes; the API server refuses a longer note. */
  private static final int LONGEST_NOTE = 1024;

  private static final int LONGEST_INSTANCE = 128;
  private static final int LONGEST_NAME = 253;
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final String instance;
  private final Function<HasMetadata, Optional<ObjectReference>> related;
  private final Clock clock;
  private final AtomicLong lastNumber = new AtomicLong();

  EventFactory(
      String instance, Function<HasMetadata, Optional<ObjectReference>> related, Clock clock) {
    this.instance = ForeignText.ofBytes(instance, LONGEST_INSTANCE);
    this.related = related;
    this.clock = clock;
  }

  /** Formats a time as {@code MicroTime}. */
  static String microTime(Instant time) {
    return MICRO_TIME.format(time);
  }

  /** An event with name and namespace only, as the target of a patch. */
  static Event named(HasMetadata subject, String name) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(subject.getMetadata().getNamespace())
        .endMetadata()
        .build();
  }

  Event of(HasMetadata subject, String type, String reason, String action, String note) {
    return new EventBuilder(named(subject, name(subject.getMetadata().getName())))
        .withRegarding(regarding(subject))
        .withRelated(related.apply(subject).orElse(null))
        .withEventTime(new MicroTime(microTime(clock.instant())))
        .withType(type)
        .withReason(reason)
        .withAction(action)
        .withNote(ForeignText.ofBytes(note, LONGEST_NOTE))
        .withReportingController(WellKnownNames.FIELD_MANAGER)
        .withReportingInstance(instance)
        .build();
  }

  /**
   * Names of one subject sort by time: {@code kubectl describe} keeps the order of events without
   * {@code deprecatedLastTimestamp}, which the API server refuses in new events.
   */
  private String name(String subject) {
    var now = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
    var suffix = ".%016x".formatted(lastNumber.updateAndGet(last -> Math.max(last + 1, now)));
    var longest = LONGEST_NAME - suffix.length();
    return subject.substring(0, Math.min(subject.length(), longest)).replaceAll("[.-]+$", "")
        + suffix;
  }

  private static ObjectReference regarding(HasMetadata subject) {
    return new ObjectReferenceBuilder()
        .withApiVersion(subject.getApiVersion())
        .withKind(subject.getKind())
        .withNamespace(subject.getMetadata().getNamespace())
        .withName(subject.getMetadata().getName())
        .withUid(subject.getMetadata().getUid())
        .build();
  }
}
