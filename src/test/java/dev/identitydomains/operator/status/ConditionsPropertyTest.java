package dev.identitydomains.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What kstatus, and with it Argo CD and Flux, may conclude from the conditions. */
class ConditionsPropertyTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Property
  void readyIsTrueOnlyWhenInSync(@ForAll("histories") List<Outcome> history) {
    var last = history.getLast();
    var conditions = after(history);
    assertThat(is(conditions, "Ready", "True")).isEqualTo(last instanceof Outcome.Synced);
    assertThat(is(conditions, "Stalled", "True")).isEqualTo(last instanceof Outcome.Stalled);
    assertThat(is(conditions, "Reconciling", "True"))
        .isEqualTo(
            last instanceof Outcome.WaitingForDependency || last instanceof Outcome.Retrying);
  }

  @Property
  void everyConditionIsCompleteAndUnique(@ForAll("histories") List<Outcome> history) {
    var conditions = after(history);
    assertThat(conditions).extracting(StatusCondition::type).doesNotHaveDuplicates().isSorted();
    assertThat(conditions)
        .allSatisfy(condition -> {
          assertThat(condition.observedGeneration()).isEqualTo(history.size());
          assertThat(condition.reason()).isEqualTo(history.getLast().reason().name());
          assertThat(condition.message()).isEqualTo(history.getLast().message());
        });
  }

  @Property
  void transitionTimeChangesWithStatusOnly(@ForAll("histories") List<Outcome> history) {
    var changes = 0;
    for (var i = 1; i < history.size(); i++) {
      if (history.get(i) instanceof Outcome.Synced
          != history.get(i - 1) instanceof Outcome.Synced) {
        changes = i;
      }
    }
    assertThat(Conditions.ready(after(history)).orElseThrow().lastTransitionTime())
        .isEqualTo(START.plusSeconds(changes).toString());
  }

  /** One outcome a generation and second. */
  private static List<StatusCondition> after(List<Outcome> history) {
    List<StatusCondition> conditions = List.of();
    for (var i = 0; i < history.size(); i++) {
      conditions = Conditions.after(conditions, history.get(i), i + 1, START.plusSeconds(i));
    }
    return conditions;
  }

  private static boolean is(List<StatusCondition> conditions, String type, String status) {
    return conditions.stream().anyMatch(c -> c.type().equals(type) && c.status().equals(status));
  }

  @Provide
  Arbitrary<List<Outcome>> histories() {
    return outcomes().list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<Outcome> outcomes() {
    var delays = Arbitraries.of(Duration.ofSeconds(2), Duration.ofMinutes(5));
    var messages = Arbitraries.of("one", "two");
    var reasons =
        Arbitraries.of(Stream.of(Reason.values()).filter(r -> r != Reason.Synced).toList());
    return Arbitraries.oneOf(
        messages.map(Outcome.Synced::new),
        Combinators.combine(reasons, messages).as(Outcome.WaitingForDependency::new),
        Combinators.combine(reasons, messages, delays).as(Outcome.Retrying::new),
        Combinators.combine(reasons, messages).as(Outcome.Retrying::new),
        Combinators.combine(reasons, messages, delays).as(Outcome.Stalled::new),
        Combinators.combine(reasons, messages).as(Outcome.Stalled::new));
  }
}
