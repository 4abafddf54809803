package dev.identitydomains.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The threads of this process, virtual ones included, that work for the operator. */
final class OperatorThreads {

  private static final String OPERATOR = "dev.identitydomains.operator.";

  private OperatorThreads() {}

  /**
   * The stacks of all threads in the operator's code, each in one line.
   *
   * @param folder keeps the dump of all threads
   */
  static List<String> inOperator(Path folder) {
    try {
      var file = folder.resolve("threads.json").toAbsolutePath();
      Files.deleteIfExists(file);
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
      var dump = new JsonMapper().readTree(file.toFile());
      return dump.at("/threadDump/threadContainers")
          .valueStream()
          .flatMap(container -> container.path("threads").valueStream())
          .filter(OperatorThreads::isInOperator)
          .map(OperatorThreads::line)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isInOperator(JsonNode thread) {
    return frames(thread).anyMatch(frame -> frame.contains(OPERATOR));
  }

  private static String line(JsonNode thread) {
    return thread.path("tid").asText()
        + " "
        + thread.path("name").asText()
        + ": "
        + frames(thread).collect(Collectors.joining(" < "));
  }

  private static Stream<String> frames(JsonNode thread) {
    return thread.path("stack").valueStream().map(JsonNode::asText);
  }
}
