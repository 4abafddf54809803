package dev.identitydomains.operator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the operator's jar. */
@Command(
    name = "identity-domain-operator",
    description = "Keeps OAuth client applications in OCI IAM identity domains as YAML says.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = RunCommand.class)
public final class Main {

  /** The command without arguments yet. */
  public Main() {}

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
