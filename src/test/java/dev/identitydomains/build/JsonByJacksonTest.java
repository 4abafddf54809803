package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S6: a text that is put into JSON by hand can end its string and add members of its own. */
class JsonByJacksonTest {

  /** A literal with a member's name, or with the beginning of an object or of an array of texts. */
  private static final Pattern JSON = Pattern.compile("\\\\\"\\s*:|[{\\[]\\s*\\\\\"|\"\"\"");

  @Test
  void noSourceWritesJsonByHand() throws IOException {
    try (var sources = Files.walk(Path.of("src/main/java"))) {
      assertThat(sources.filter(source -> source.toString().endsWith(".java")))
          .isNotEmpty()
          .allSatisfy(
              source -> assertThat(lines(source).filter(JsonByJacksonTest::isJson)).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var patch = \"{\\\"spec\\\": %s}\".formatted(text);",
        "return \"[\\\"\" + name + \"\\\"]\";",
        "+ \"\\\"count\\\":\" + count",
        "var body = \"\"\""
      })
  void ruleSeesJson(String line) {
    assertThat(JSON.matcher(line).find()).isTrue();
  }

  /** The default of a list in a definition is a constant. */
  private static boolean isJson(String line) {
    return JSON.matcher(line).find() && !line.contains("@Default(");
  }

  private static Stream<String> lines(Path source) {
    try {
      return Files.readAllLines(source).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
