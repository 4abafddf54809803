package dev.identitydomains.soak;

import dev.identitydomains.sandbox.Parent;
import dev.identitydomains.sandbox.domain.DomainType;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a long soak; exit code 1 when anything does not hold. */
@Command(name = "soak", mixinStandardHelpOptions = true, sortOptions = false)
public final class Soak implements Callable<Integer> {

  @Option(names = "--applications", defaultValue = "200", description = "How many there are.")
  private int applications;

  @Option(
      names = "--storm",
      defaultValue = "PT10M",
      description = "How long the domain fails and the resources change.")
  private Duration storm = Duration.ZERO;

  @Option(
      names = "--type",
      defaultValue = "OracleApps",
      description = "Domain type whose limits hold: ${COMPLETION-CANDIDATES}.")
  private DomainType type = DomainType.OracleApps;

  @Option(names = "--seed", description = "Seed of an earlier soak, which prints it.")
  private @Nullable Long seed;

  /** Runs the soak. */
  public static void main(String[] args) {
    Parent.endWithIt();
    var command = new CommandLine(new Soak());
    command.registerConverter(Duration.class, Duration::parse);
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var chosen = seed == null ? new Random().nextLong() : seed;
    var findings = SoakRun.run(new SoakOptions(applications, storm, type, chosen));
    findings.forEach(System.out::println);
    return findings.isEmpty() ? 0 : 1;
  }
}
