package dev.identitydomains.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.identitydomains.operator.api.v1alpha1.StatusCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlingTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Outcome.Stalled CONFLICT =
      new Outcome.Stalled(Reason.Conflict, "x", Duration.ofMinutes(5));

  @Test
  void refusalOfNewGenerationIsAwaitedForOneMinute() {
    assertThat(at(null, 1, 0)).isEqualTo(waiting(61));
    var first = Conditions.after(null, waiting(61), 1, null, START);
    assertThat(at(first, 1, 59)).isEqualTo(waiting(2));
    assertThat(at(first, 1, 60)).isSameAs(CONFLICT);
    var stalled = Conditions.after(first, CONFLICT, 1, null, START.plusSeconds(60));
    assertThat(at(stalled, 1, 61)).as("it stays stalled").isSameAs(CONFLICT);
    assertThat(at(stalled, 2, 3600)).as("of a later generation").isEqualTo(waiting(61));
  }

  @Test
  void refusalOfGenerationThatWasReadyIsTold() {
    var ready = Conditions.after(null, new Outcome.Synced("y"), 1, null, START);
    assertThat(at(ready, 1, 1)).isSameAs(CONFLICT);
    assertThat(at(ready, 2, 1)).isEqualTo(waiting(61));
  }

  @Test
  void earlierRecheckStays() {
    var soon = new Outcome.Stalled(Reason.SecretConflict, "x", Duration.ofSeconds(30));
    assertThat(Conditions.settling(null, soon, 1, START))
        .isEqualTo(
            new Outcome.WaitingForDependency(Reason.SecretConflict, "x", Duration.ofSeconds(30)));
    var never = new Outcome.Stalled(Reason.NotPermitted, "x");
    assertThat(Conditions.settling(null, never, 1, START))
        .isEqualTo(
            new Outcome.WaitingForDependency(Reason.NotPermitted, "x", Duration.ofSeconds(61)));
  }

  @ParameterizedTest
  @EnumSource(names = {"InvalidSpec", "DriftDetected"})
  void refusalsThatOnlyAUserEndsAreToldAtOnce(Reason reason) {
    var stalled = new Outcome.Stalled(reason, "x");
    assertThat(Conditions.settling(null, stalled, 1, START)).isSameAs(stalled);
  }

  /** A condition cannot tell of a refusal what its reason excludes. */
  @ParameterizedTest
  @EnumSource
  void conditionsSayHowARefusalEnds(Reason reason) {
    ThrowingCallable stalled = () -> new Outcome.Stalled(reason, "x");
    ThrowingCallable retrying = () -> new Outcome.Retrying(reason, "x");
    switch (reason.ending()) {
      case BY_ITSELF -> assertThatThrownBy(stalled).hasMessageContaining(reason.name());
      case BY_USER -> assertThatThrownBy(retrying).hasMessageContaining(reason.name());
      default -> assertThatCode(stalled).doesNotThrowAnyException();
    }
  }

  private static Outcome at(@Nullable List<StatusCondition> before, long generation, int second) {
    return Conditions.settling(before, CONFLICT, generation, START.plusSeconds(second));
  }

  private static Outcome waiting(int seconds) {
    return new Outcome.WaitingForDependency(Reason.Conflict, "x", Duration.ofSeconds(seconds));
  }
}
