package dev.identitydomains.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchOutagesTest {

  private static final Instant BEGIN = Instant.parse("2026-11-27T00:00:00Z");
  private static final Duration ALMOST = WatchOutages.LIMIT.minusSeconds(1);

  private final WatchOutages outages = new WatchOutages();

  @Test
  void longOutageEndsTheProcessWithMessage() {
    assertThat(outages.note(Set.of("secrets"), () -> false, BEGIN)).isEmpty();
    assertThat(outages.note(Set.of("secrets"), () -> false, BEGIN.plus(ALMOST))).isEmpty();
    assertThat(outages.note(Set.of("secrets"), () -> false, BEGIN.plus(WatchOutages.LIMIT)))
        .hasValueSatisfying(
            message -> assertThat(message).contains("[secrets]", "10 minutes", "API server"));
  }

  @Test
  void watchInBetweenBeginsAnotherOutage() {
    outages.note(Set.of("secrets"), () -> false, BEGIN);
    outages.note(Set.of(), () -> false, BEGIN.plus(ALMOST));
    assertThat(outages.note(Set.of("secrets"), () -> false, BEGIN.plus(WatchOutages.LIMIT)))
        .isEmpty();
  }

  /** Behind a proxy that ends quiet watches, the informers list. */
  @Test
  void listsAreAsGoodAsWatches() {
    outages.note(Set.of("secrets"), () -> false, BEGIN);
    assertThat(outages.note(Set.of("secrets"), () -> true, BEGIN.plus(WatchOutages.LIMIT)))
        .isEmpty();
    var later = BEGIN.plus(WatchOutages.LIMIT).plus(ALMOST);
    assertThat(outages.note(Set.of("secrets"), () -> false, later)).isEmpty();
    outages.note(Set.of("secrets"), () -> false, later);
    assertThat(outages.note(Set.of("secrets"), () -> false, later.plus(WatchOutages.LIMIT)))
        .isPresent();
  }

  /** Each watch has its own time: short outages in turn are no long one. */
  @Test
  void outagesOfDifferentWatchesDoNotAddUp() {
    outages.note(Set.of("secrets"), () -> false, BEGIN);
    outages.note(Set.of("namespaces"), () -> false, BEGIN.plus(ALMOST));
    assertThat(
            outages.note(
                Set.of("secrets", "namespaces"), () -> false, BEGIN.plus(WatchOutages.LIMIT)))
        .isEmpty();
  }
}
