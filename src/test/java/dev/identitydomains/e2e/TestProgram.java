package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of other projects, which environment variables name. */
final class TestProgram {

  private TestProgram() {}

  /**
   * The file or folder that a variable names; without the variable the test is skipped.
   *
   * @param meaning what the variable names
   */
  static Path of(String variable, String meaning) {
    var value = System.getenv(variable);
    assumeTrue(value != null && !value.isBlank(), "set %s to %s".formatted(variable, meaning));
    assertThat(Path.of(value)).as(variable).matches(Files::exists, "exists");
    return Path.of(value).toAbsolutePath();
  }
}
