package dev.identitydomains.operator.cli;

import dev.identitydomains.operator.controller.OperatorProcess;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the operator until SIGTERM. */
@Command(
    name = "run",
    description =
        "Runs the operator against the cluster of KUBECONFIG, or the one it runs in, until SIGTERM.",
    mixinStandardHelpOptions = true)
final class Run implements Callable<Integer> {

  @Option(
      names = "--namespaces",
      split = ",",
      defaultValue = "${env:WATCH_NAMESPACES:-}",
      description = "Namespaces to watch, separated by commas; all when left out.")
  private final Set<String> namespaces = new TreeSet<>();

  @Override
  public Integer call() throws InterruptedException {
    var stopped = new CountDownLatch(1);
    namespaces.remove("");
    try (var client = new KubernetesClientBuilder().build();
        var _ = OperatorProcess.start(client, namespaces)) {
      var main = Thread.currentThread();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                stopped.countDown();
                joinQuietly(main);
              }));
      stopped.await();
    }
    return 0;
  }

  /** The process must not end before the operator has finished what it is doing. */
  private static void joinQuietly(Thread main) {
    try {
      main.join(25_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
