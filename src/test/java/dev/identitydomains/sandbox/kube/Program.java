package dev.identitydomains.sandbox.kube;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the programs of a control plane.
 *
 * @param log where what it prints is appended
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
    builder.environment().put("GOGC", "400"); // memory is cheaper here than processor time
    return builder.start();
  }
}
