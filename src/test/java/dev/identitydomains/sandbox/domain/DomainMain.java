package dev.identitydomains.sandbox.domain;

import dev.identitydomains.sandbox.Parent;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one emulated domain without an operator, until Ctrl-C. */
@Command(
    name = "domain",
    mixinStandardHelpOptions = true,
    footer = "%nModes, where the service's sources differ or say nothing:")
public final class DomainMain implements Callable<Integer> {

  @Option(names = "--port", description = "Loopback port; 0 lets the system choose.")
  private int port;

  @Option(
      names = "--type",
      description = "Enforce the limits of this domain type: ${COMPLETION-CANDIDATES}.")
  private @Nullable DomainType type;

  @Option(
      names = "--mode",
      description = "Behave as one of several sources says: ${COMPLETION-CANDIDATES}.")
  private Set<DomainMode> modes = Set.of();

  public static void main(String[] args) {
    Parent.endWithIt();
    System.exit(commandLine().execute(args));
  }

  /** The command, whose help says what each mode is. */
  static CommandLine commandLine() {
    var command = new CommandLine(new DomainMain());
    var modes =
        Arrays.stream(DomainMode.values()).map(mode -> "  %-20s %s".formatted(mode, mode.words()));
    var usage = command.getCommandSpec().usageMessage();
    usage.footer(Stream.concat(Arrays.stream(usage.footer()), modes).toArray(String[]::new));
    return command;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = DomainOptions.defaults().withPort(port).withModes(modes);
    try (var domain =
        IdentityDomainEmulator.start(type == null ? options : options.withLimits(type))) {
      System.out.printf(
          "Identity domain emulator: %s%nclient id:     %s%nclient secret: %s%nCtrl-C ends it.%n",
          domain.url(), IdentityDomainEmulator.ADMIN_CLIENT_ID, domain.adminSecret());
      Thread.currentThread().join();
    }
    return 0;
  }
}
