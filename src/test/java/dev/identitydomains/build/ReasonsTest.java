package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of reasons and events in {@code crds/README.md} have exactly the enums' constants. */
class ReasonsTest {

  private static final Pattern FIRST_CELL = Pattern.compile("^\\| `([A-Z][A-Za-z]+)` \\|");

  @Test
  void readmeListsEveryReasonAndEvent() throws IOException {
    var page = Files.readString(Path.of("crds", "README.md"));
    assertThat(table(page, "## Conditions"))
        .containsExactlyInAnyOrderElementsOf(names(Reason.values()));
    assertThat(table(page, "## Events")).containsExactlyInAnyOrderElementsOf(names(Event.values()));
  }

  /** The table is the code's: how a refusal ends, and what wakes it. */
  @Test
  void readmeTellsWhatEndsEveryRefusal() throws IOException {
    var page = Files.readString(Path.of("crds", "README.md"));
    assertThat(page.lines())
        .containsSubsequence(
            Stream.of(Reason.values())
                .filter(r -> r != Reason.Synced)
                .map(ReasonsTest::row)
                .toList());
  }

  private static String row(Reason reason) {
    var beside =
        switch (reason.ending()) {
          case NONE -> "";
          case BY_ITSELF -> "Reconciling";
          case WITH_THE_COMMIT -> "Reconciling for a minute, then Stalled";
          case BY_USER -> "Stalled";
        };
    var wokenBy = reason.wokenBy().isEmpty() ? "time alone" : reason.wokenBy();
    return "| `%s` | %s | %s |".formatted(reason, beside, wokenBy);
  }

  private static List<String> table(String page, String heading) {
    var section =
        page.substring(page.indexOf(heading) + heading.length())
            .split("\n## |\nWhat ends a refusal", 2)[0];
    return section
        .lines()
        .map(FIRST_CELL::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }

  private static List<String> names(Enum<?>[] values) {
    return Stream.of(values).map(Enum::name).toList();
  }
}
