package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SourceFormatTest {

  @Test
  void everySourceFileIsFormatted() throws IOException, FormatterException {
    var unformatted = new ArrayList<Path>();
    for (var file : SourceFormat.javaFiles(Path.of("src"))) {
      var source = Files.readString(file);
      if (!SourceFormat.formatted(source).equals(source)) {
        unformatted.add(file);
      }
    }
    assertThat(unformatted).as("run: mvn -q test-compile exec:exec@format").isEmpty();
  }
}
