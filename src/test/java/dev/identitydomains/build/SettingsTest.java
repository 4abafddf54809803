package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.operator.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SettingsTest {

  /** Help and documentation have the same flags of {@code run} and the same variables. */
  @Test
  void readmeListsEverySetting() throws IOException {
    var help = new StringWriter();
    new CommandLine(new Main()).setOut(new PrintWriter(help)).execute("run", "--help");
    var readme = Files.readString(Path.of("deploy", "README.md"));
    assertThat(found("--([a-z][a-z-]+)=", help.toString()))
        .isNotEmpty()
        .isEqualTo(found("\\| `--([a-z-]+)` \\|", readme));
    assertThat(found("([A-Z]+(?:_[A-Z]+)*): ", help.toString()))
        .isEqualTo(found("` \\| `([A-Z_]+)` \\|", readme));
  }

  private static Set<String> found(String regex, String text) {
    var found = new TreeSet<String>();
    Pattern.compile(regex).matcher(text).results().forEach(match -> found.add(match.group(1)));
    return found;
  }
}
