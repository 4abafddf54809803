package dev.identitydomains.sandbox.kube;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of a control plane.
 *
 * @param log file to which its output is appended
 */
record Program(Path file, Path log) {

  Process start(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(new File("/dev/null"));
    builder.environment().put("GOGC", "400"); // saves processor time for memory
    return builder.start();
  }
}
