package dev.identitydomains.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.http.CallFailure;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "The App is as the spec says.",
        "(opc-request-id 7)",
        "Answered 500 (opc-request-id 7",
        "Answered 500 (opc-request-id)",
        "Answered 500 (OPC-REQUEST-ID 7)",
        "🔑 (request-id 7)"
      })
  void findsNoIdInOtherMessage(String message) {
    assertThat(RequestIds.find(message)).isEmpty();
    assertThat(RequestIds.strip(message)).isEqualTo(message);
  }

  @Test
  void findsTheIdOfAFailedCall() {
    var summary =
        new CallFailure.Answered("POST Apps", 503, "busy 🔑", null, "7F-/_+=.", null).summary();
    assertThat(RequestIds.find(summary + ". It is tried again.")).contains("7F-/_+=.");
    assertThat(RequestIds.strip(summary + ". It is tried again."))
        .isEqualTo("POST Apps answered 503: busy 🔑. It is tried again.");
  }

  @Test
  void findsTheFirstIdAndStripsAll() {
    var message = "a (opc-request-id 1) b (opc-request-id 2) c (opc-request-id )";
    assertThat(RequestIds.find(message)).contains("1");
    assertThat(RequestIds.strip(message)).isEqualTo("a b c");
  }

  @Test
  void keepsOtherParentheses() {
    var message = "a (b) (opc-request-id 1) (c)";
    assertThat(RequestIds.find(message)).contains("1");
    assertThat(RequestIds.strip(message)).isEqualTo("a (b) (c)");
  }

  @Test
  void findsLongId() {
    var id = "x".repeat(253);
    assertThat(RequestIds.find("a (opc-request-id " + id + ")")).contains(id);
    assertThat(RequestIds.strip("a (opc-request-id " + id + ")")).isEqualTo("a");
  }

  @Property(tries = 200)
  void strippedMessagesOfTheSameFailureAreEqual(@ForAll int first, @ForAll int second) {
    assertThat(RequestIds.strip(message(first))).isEqualTo(RequestIds.strip(message(second)));
    assertThat(RequestIds.strip(message(first))).isEqualTo("Answered 503: busy.");
  }

  private static String message(int id) {
    return "Answered 503: busy (opc-request-id %d).".formatted(id);
  }
}
