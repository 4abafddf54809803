package dev.identitydomains.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.plan.CertificatePlan.Current;
import dev.identitydomains.operator.plan.CertificatePlan.Lifetimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CertificatePlanTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Lifetimes LIFETIMES = new Lifetimes(Duration.ofDays(90), Duration.ofDays(1));

  @Test
  void firstCertificateIsAcceptedAlone() {
    var plan = plan(null, Set.of("other_7", "a_x", "a_0"), START);
    assertThat(plan.issue()).isEqualTo("a_1");
    assertThat(plan.accepted()).containsExactly("a_1");
    assertThat(plan.nextChange()).isEqualTo(START.plus(Duration.ofDays(90)));
  }

  @Test
  void oldCertificateIsReplacedAndAcceptedDuringOverlap() {
    var first = new Current("a_1", START, List.of("a_1"), false);
    var due = START.plus(Duration.ofDays(90));
    assertThat(plan(first, Set.of("a_1"), due.minusSeconds(1)).issue()).isNull();
    var plan = plan(first, Set.of("a_1"), due);
    assertThat(plan.issue()).isEqualTo("a_2");
    assertThat(plan.accepted()).containsExactly("a_2", "a_1");
    assertThat(plan.nextChange()).isEqualTo(due.plus(Duration.ofDays(1)));
  }

  @Test
  void formerCertificateIsDroppedAfterOverlap() {
    var second = new Current("a_2", START, List.of("a_2", "a_1"), false);
    var end = START.plus(Duration.ofDays(1));
    var during = plan(second, Set.of("a_1", "a_2"), end.minusSeconds(1));
    assertThat(during.accepted()).containsExactly("a_2", "a_1");
    assertThat(during.nextChange()).isEqualTo(end);
    var after = plan(second, Set.of("a_1", "a_2"), end);
    assertThat(after.issue()).isNull();
    assertThat(after.accepted()).containsExactly("a_2");
  }

  @Test
  void leakedCertificateIsReplacedWithoutOverlap() {
    var leaked = new Current("a_2", START, List.of("a_2", "a_1"), true);
    var plan = plan(leaked, Set.of("a_1", "a_2"), START.plusSeconds(1));
    assertThat(plan.issue()).isEqualTo("a_3");
    assertThat(plan.accepted()).containsExactly("a_3");
  }

  /** Listed, but the process stopped before anybody had learnt the key. */
  @Test
  void aliasOfLostKeyIsNeverUsedAgain() {
    var first = new Current("a_1", START, List.of("a_1"), false);
    var due = START.plus(Duration.ofDays(90));
    var plan = plan(first, Set.of("a_1", "a_2"), due);
    assertThat(plan.issue()).isEqualTo("a_3");
    assertThat(plan.accepted()).containsExactly("a_3", "a_1");
    assertThat(plan(null, Set.of("a_10", "a_9"), START).accepted()).containsExactly("a_11", "a_10");
  }

  private static CertificatePlan plan(@Nullable Current current, Set<String> listed, Instant now) {
    return CertificatePlan.of("a_", current, listed, LIFETIMES, now);
  }
}
