package dev.identitydomains.operator.status;

import static dev.identitydomains.operator.status.Reason.Ending.BY_ITSELF;
import static dev.identitydomains.operator.status.Reason.Ending.BY_USER;
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
    assertThat(Conditions.ready(conditions).orElseThrow().status()).isEqualTo(ready(last));
    assertThat(is(conditions, "Drifted", "True")).isEqualTo(last instanceof Outcome.Drifted);
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
      if (!ready(history.get(i)).equals(ready(history.get(i - 1)))) {
        changes = i;
      }
    }
    assertThat(Conditions.ready(after(history)).orElseThrow().lastTransitionTime())
        .isEqualTo(START.plusSeconds(changes).toString());
  }

  /** What is Ready, and is paused then, stays as it is; what is not, cannot be told. */
  @Property
  void pauseLeavesWhatIsReady(@ForAll("histories") List<Outcome> history) {
    var before = after(history);
    var generation = history.size();
    var pause = new Outcome.Paused("not applied");
    var later = START.plusSeconds(60);
    var paused = Conditions.after(before, pause, generation, "paused", later);
    var again = Conditions.after(paused, pause, generation, "paused", later.plusSeconds(60));
    assertThat(again).as("paused since the beginning").isEqualTo(paused);
    assertThat(Conditions.isPaused(paused)).isTrue();
    var others = paused.stream().filter(c -> !c.type().equals("Paused")).toList();
    if (ready(history.getLast()).equals("True")) {
      assertThat(others).isEqualTo(before);
    } else {
      assertThat(others)
          .singleElement()
          .satisfies(c -> assertThat(c.status()).isEqualTo("Unknown"));
    }
    var changed = Conditions.after(paused, pause, generation + 1L, "paused", later);
    assertThat(Conditions.ready(changed).orElseThrow().status()).isEqualTo("Unknown");
  }

  private static String ready(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Synced _, Outcome.Drifted _ -> "True";
      case Outcome.Paused _ -> "Unknown";
      default -> "False";
    };
  }

  /** One outcome a generation and second. */
  private static List<StatusCondition> after(List<Outcome> history) {
    List<StatusCondition> conditions = List.of();
    for (var i = 0; i < history.size(); i++) {
      conditions = Conditions.after(conditions, history.get(i), i + 1, null, START.plusSeconds(i));
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
        Arbitraries.of(Stream.of(Reason.values()).filter(r -> r.ending() == BY_ITSELF).toList());
    var refusals =
        Arbitraries.of(Stream.of(Reason.values()).filter(r -> r.ending() == BY_USER).toList());
    return Arbitraries.oneOf(
        messages.map(Outcome.Synced::new),
        messages.map(Outcome.Drifted::new),
        messages.map(Outcome.Paused::new),
        Combinators.combine(reasons, messages).as(Outcome.WaitingForDependency::new),
        Combinators.combine(reasons, messages, delays).as(Outcome.Retrying::new),
        Combinators.combine(reasons, messages).as(Outcome.Retrying::new),
        Combinators.combine(refusals, messages, delays).as(Outcome.Stalled::new),
        Combinators.combine(refusals, messages).as(Outcome.Stalled::new));
  }
}
