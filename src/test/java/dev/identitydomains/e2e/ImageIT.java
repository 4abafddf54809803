package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The container image, where podman can run it. */
@OnCluster
class ImageIT {

  private static final Path TAR = Path.of("target", "jib-image.tar");
  private static final String IMAGE = "identity-domain-operator:0.1.0";

  @Test
  void theImageRunsWithoutAnyRights(Scenario scenario) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/podman")), "podman is not installed");
    assumeTrue(Files.exists(TAR), "the image is built on Linux amd64 only");
    var load = new ProcessBuilder("podman", "load", "-q", "-i", TAR.toString()).start();
    assertThat(load.waitFor(2, TimeUnit.MINUTES) && load.exitValue() == 0).isTrue();
    scenario.connectDomain();
    scenario.kubectl().apply(scenario.application("orders"));

    var kubeconfig = scenario.cluster().operatorKubeconfig(scenario.cluster().api().url());
    Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw-r--r--"));
    var operator =
        OperatorJar.launch(
            podman(kubeconfig),
            kubeconfig,
            scenario.folder().resolve("operator-1.log"),
            "--namespaces",
            scenario.namespace());
    try {
      scenario.awaitReady();
    } finally {
      assertThat(operator.stop()).as("SIGTERM ends it").isTrue();
    }
    assertThat(scenario.folder().resolve("operator-1.log"))
        .content()
        .doesNotContain("AOT cache")
        .contains("started; probes on port");
  }

  /** As restricted as in the Deployment; the limits are those that the machine allows. */
  private static List<String> podman(Path kubeconfig) {
    return List.of(
        "podman",
        "run",
        "--rm",
        "--runtime=runc",
        "--network=host",
        "--ulimit=nofile=1024:1024",
        "--ulimit=nproc=1024:1024",
        "--read-only",
        "--user=65534",
        "--cap-drop=all",
        "--volume=" + kubeconfig + ":/kubeconfig:ro",
        "--env=KUBECONFIG=/kubeconfig",
        IMAGE);
  }
}
