package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.status.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of intervals in {@code DESIGN.md} is the one that the enum gives. */
class IntervalsTest {

  private static final Path DESIGN =
      Path.of("src", "main", "java", "dev", "identitydomains", "operator", "DESIGN.md");

  private static final Pattern TABLE =
      Pattern.compile("<!-- begin: intervals -->\n(.*)<!-- end: intervals -->", Pattern.DOTALL);

  @Test
  void designListsEveryInterval() throws IOException {
    var page = TABLE.matcher(Files.readString(DESIGN));
    assertThat(page.find()).as("%s has both comments around the table", DESIGN).isTrue();
    assertThat(page.group(1)).as("put this table into %s:%n%s", DESIGN, table()).isEqualTo(table());
  }

  private static String table() {
    return Stream.of(Interval.values())
        .map(i -> "| `%s` | %s | %s |\n".formatted(i, text(i), i.reason()))
        .collect(Collectors.joining("", "| interval | delay | reason |\n|---|---|---|\n", ""));
  }

  /** The duration as specs write durations, for example {@code 5m}. */
  private static String text(Interval interval) {
    return interval.duration().toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
