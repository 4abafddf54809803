package dev.identitydomains.operator.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S18: text from a domain is bounded and without control characters. */
class ForeignTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\rb",
        "a\u0000b",
        "a\u001bb",
        "a\u0085b",
        "a\u2028b",
        "a\u202eb",
        "a\ud83db"
      })
  void unprintableIsBlank(String text) {
    assertThat(ForeignText.of(text)).isEqualTo("a b");
    assertThat(ForeignText.ofBytes(text, 100)).isEqualTo("a b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Café ☕ 👩‍💻 数据 שלום \"'\\"})
  void readableStays(String text) {
    assertThat(ForeignText.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "☕", "👩", "\n"})
  void millionsOfCharactersAreCut(String unit) {
    var text = unit.repeat(4_000_000);
    assertThat(ForeignText.of(text)).hasSizeLessThanOrEqualTo(500).endsWith("…");
    assertThat(ForeignText.ofBytes(text, 4000).getBytes(StandardCharsets.UTF_8))
        .hasSizeBetween(3990, 4000);
    assertThat(ForeignText.of("a" + text)).doesNotContain("\ud83d…");
  }

  @Test
  void requestIdHasNoTextOfItsOwn() {
    assertThat(ForeignText.requestId("A-1/b_2:c.3")).isEqualTo("A-1/b_2:c.3");
    assertThat(ForeignText.requestId("x) forged (opc-request-id y\n"))
        .isEqualTo("xforgedopc-request-idy");
    assertThat(ForeignText.requestId("x".repeat(10_000))).hasSize(128);
  }
}
