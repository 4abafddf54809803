package dev.identitydomains.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says where the operator's client or the published schema differs from a recording. */
@Command(
    name = "replay",
    description =
        "Reads a recording of the operator (run --record FILE), and prints where what the operator's client would send or read, or the published schema, differs. Exit code 1 after a difference.",
    mixinStandardHelpOptions = true)
public final class ReplayMain implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "Lines with one entry of an HTTP archive each.")
  private Path file = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] args) {
    System.exit(new CommandLine(new ReplayMain()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    try (var replay = new Replay()) {
      var differences = replay.of(file);
      var out = spec.commandLine().getOut();
      differences.forEach(out::println);
      out.printf("%d differences%n", differences.size());
      out.flush();
      return differences.isEmpty() ? 0 : 1;
    }
  }
}
