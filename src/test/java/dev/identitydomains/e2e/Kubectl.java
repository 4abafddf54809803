package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The kubectl of the control plane's version with one kubeconfig and working directory. */
final class Kubectl {

  private final Path program;
  private final Path kubeconfig;
  private final Path folder;

  private Kubectl(Path program, Path kubeconfig, Path folder) {
    this.program = program.toAbsolutePath();
    this.kubeconfig = kubeconfig.toAbsolutePath();
    this.folder = folder.toAbsolutePath();
  }

  /** Runs in the project's folder. */
  Kubectl(Path program, Path kubeconfig) {
    this(program, kubeconfig, Path.of(""));
  }

  /** Returns a copy with another working directory. */
  Kubectl in(Path other) {
    return new Kubectl(program, kubeconfig, other);
  }

  /** Runs a command that must succeed; returns its output. */
  String run(String... arguments) {
    return run(List.of(arguments), "", true);
  }

  /** Runs a command that may fail; returns its output. */
  String attempt(List<String> arguments) {
    return run(arguments, "", false);
  }

  /** Runs a command with this input, which may fail; returns its output. */
  String attempt(String input, String... arguments) {
    return run(List.of(arguments), input, false);
  }

  /** Applies YAML with {@code kubectl apply}. */
  String apply(String yaml, String... options) {
    var arguments = new ArrayList<>(List.of("apply", "-f", "-"));
    arguments.addAll(List.of(options));
    return run(arguments, yaml, true);
  }

  private String run(List<String> arguments, String input, boolean mustSucceed) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      var builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      var process = builder.start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var exit = process.waitFor();
      if (mustSucceed) {
        assertThat(exit).as("%s%n%s", String.join(" ", command), output).isZero();
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
