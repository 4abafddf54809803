package dev.identitydomains.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** S25: no text makes a line of its own in a log, a condition or an event. */
class OneLineTest {

  private static final String FORGED = "x\r\n00:00 ERROR forged\u001b[31m\u0085\u2028\u2029\u0000";

  @Test
  void controlCharactersAreWrittenOut() {
    assertThat(OneLine.of(FORGED))
        .isEqualTo("x\\u000d\\u000a00:00 ERROR forged\\u001b[31m\\u0085\\u2028\\u2029\\u0000");
  }

  @Test
  void otherTextStays() {
    var text = "Café ☕ שלום \" \\ ' $1 🔑";
    assertThat(OneLine.of(text)).isEqualTo(text);
  }

  @Property
  void resultIsAlwaysOneLine(@ForAll String text) {
    assertThat(OneLine.of(text).lines().count()).isLessThanOrEqualTo(1);
    assertThat(OneLine.of(text)).doesNotMatch("(?s).*[\\p{Cc}\u2028\u2029].*");
  }

  @Test
  void messagesOfOutcomesAreOneLine() {
    var line = OneLine.of(FORGED);
    assertThat(new Outcome.Synced(FORGED, FORGED).message()).isEqualTo(line + " " + line);
    assertThat(new Outcome.Unknown(Reason.Conflict, FORGED).message()).isEqualTo(line);
    assertThat(new Outcome.WaitingForDependency(Reason.Conflict, FORGED).message()).isEqualTo(line);
    assertThat(new Outcome.Retrying(Reason.Conflict, FORGED).message()).isEqualTo(line);
    assertThat(new Outcome.Stalled(Reason.Conflict, FORGED).message()).isEqualTo(line);
  }
}
