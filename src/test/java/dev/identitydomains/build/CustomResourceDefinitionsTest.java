package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CustomResourceDefinitionsTest {

  @Test
  void crdsAreFresh() throws IOException {
    var present = new TreeMap<String, String>();
    try (var files = Files.list(Path.of("crds"))) {
      for (var file : files.filter(f -> f.toString().endsWith("s.yaml")).toList()) {
        present.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(present)
        .as("run: mvn -q test-compile exec:exec@crds")
        .isEqualTo(CustomResourceDefinitions.generate());
  }
}
