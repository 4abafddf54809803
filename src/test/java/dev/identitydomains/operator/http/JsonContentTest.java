package dev.identitydomains.operator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S4: what is kept of a reply is counted, and nothing else is kept. */
class JsonContentTest {

  private final AtomicLong counted = new AtomicLong();

  /** A character beyond Latin 1 has two bytes; the reader of an element keeps its texts. */
  @ParameterizedTest
  @ValueSource(strings = {"\u0101", "🔑", "a"})
  void textsAreCountedInFull(String character) throws IOException {
    var text = character.repeat(40_000);
    long inMemory = text.getBytes(StandardCharsets.UTF_16LE).length;
    elements("{\"id\":\"%s\"}".formatted(text));
    assertThat(counted.get()).isBetween(inMemory, inMemory + 1000);
    elements("{\"id\":[{\"%s\":\"%s\"}]}".formatted("n", text));
    assertThat(counted.get()).isBetween(2 * inMemory, 2 * inMemory + 1000);
  }

  @Test
  void textsOfOtherMembersAreNotCounted() throws IOException {
    elements("{\"id\":1,\"x\":\"%s\",\"y\":[\"a\",{}]}".formatted("x".repeat(900_000)));
    assertThat(counted.get()).isLessThan(1000);
  }

  @Test
  void textsOfOnePartHaveBound() {
    var text = "\"%s\",".formatted("a".repeat(90_000));
    assertThatThrownBy(() -> elements("{\"id\":[%s1]}".formatted(text.repeat(6))))
        .hasMessageContaining("a part of more than");
  }

  /** A table of all names of a reply would have ten times its size. */
  @Test
  void namesAreNotRemembered() throws IOException {
    var names =
        elements("{\"id\":{\"name\":1}}", "{\"id\":{\"name\":2}}").stream()
            .map(element -> element.path("id").fieldNames().next())
            .toList();
    assertThat(names).containsExactly("name", "name");
    assertThat(names.getFirst()).isNotSameAs(names.getLast());
  }

  @Test
  void namesHaveBound() throws IOException {
    var longest = "n".repeat(200);
    assertThat(elements("{\"id\":{\"%s\":1},\"%s\":2}".formatted(longest, longest))).hasSize(1);
    for (var json : List.of("{\"id\":{\"%sn\":1}}", "{\"%sn\":{}}", "{\"x\":{\"%sn\":1}}")) {
      assertThatThrownBy(() -> elements(json.formatted(longest)))
          .isInstanceOf(StreamConstraintsException.class);
    }
  }

  private List<JsonNode> elements(String... elements) throws IOException {
    var json = "{\"Resources\":[%s]}".formatted(String.join(",", elements));
    var found = new ArrayList<JsonNode>();
    var bytes = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    try (var content = JsonContent.of(bytes, counted::addAndGet)) {
      content.object(
          Set.of(), new JsonContent.Elements("Resources", Set.of("id"), 1000, found::add));
    }
    return found;
  }
}
