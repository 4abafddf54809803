package dev.identitydomains.operator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the jar. */
@Command(
    name = "identity-domain-operator",
    description = "Keeps OAuth clients in OCI IAM identity domains in sync with custom resources.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = RunCommand.class)
public final class Main {

  public Main() {}

  /** Runs the command line; exit code 0, 1 after an exception, 2 for wrong arguments. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      var version = Main.class.getPackage().getImplementationVersion();
      return new String[] {version == null ? "development" : version};
    }
  }
}
