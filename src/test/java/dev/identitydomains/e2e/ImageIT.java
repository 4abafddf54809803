package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the container image with podman in place of a kubelet. */
@ClusterTest
@Tag("any-version")
class ImageIT {

  private static final Path TAR = Path.of("target", "jib-image.tar");
  private static final String IMAGE = "identity-domain-operator:0.1.0";

  @Test
  void imageRunsWithRestrictionsOfDeployment(Scenario scenario)
      throws IOException, InterruptedException {
    load();
    scenario.connectDomain();
    scenario.kubectl().apply(scenario.application("orders"));
    try (var pod = InPod.of(scenario)) {
      var operator = start(scenario, pod);
      try {
        scenario.awaitReady();
      } finally {
        assertThat(operator.stop()).as("SIGTERM ends it").isTrue();
      }
    }
    assertThat(scenario.folder().resolve("operator-1.log"))
        .content()
        .doesNotContain("AOT cache")
        .contains("started; probes on port");
  }

  @Test
  void imageOutlivesReplacedToken(Scenario scenario) throws IOException, InterruptedException {
    load();
    scenario.connectDomain();
    try (var pod = InPod.of(scenario)) {
      var operator =
          start(
              scenario,
              pod,
              "LEADER_ELECTION=true",
              "POD_NAMESPACE=" + KubernetesCluster.OPERATOR_NAMESPACE,
              "LOG_FORMAT=json");
      try {
        scenario.awaitReady();
        pod.outlivesItsToken(operator);
      } finally {
        operator.stop();
      }
    }
    var lines = flatObjects(scenario.folder().resolve("operator-1.log"));
    assertThat(lines)
        .filteredOn(line -> line.path("reason").asText().equals("Synced"))
        .first()
        .satisfies(line -> {
          assertThat(line.path("kind").asText()).isEqualTo("IdentityDomain");
          assertThat(line.path("namespace").asText()).isEqualTo(scenario.namespace());
          assertThat(line.path("name").asText()).isEqualTo("main");
          assertThat(line.path("domain").asText()).isEqualTo(scenario.namespace() + "/main");
          assertThat(line.has("requestId")).isFalse();
        });
  }

  private static List<JsonNode> flatObjects(Path log) throws IOException {
    var json = new JsonMapper();
    var objects = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(log)) {
      assertThat(line).startsWith("{").endsWith("}");
      objects.add(json.readTree(line));
      assertThat(objects.getLast().valueStream()).as(line).allMatch(JsonNode::isValueNode);
    }
    return objects;
  }

  @Test
  void imageLabelMatchesKubernetesVersionOfReadme() throws IOException, InterruptedException {
    load();
    var oldest =
        run(
                "image",
                "inspect",
                "--format={{index .Labels \"dev.identitydomains.kubernetes\"}}",
                IMAGE)
            .strip();
    assertThat(Path.of("README.md")).content().contains("\nKubernetes " + oldest + " or later.");
  }

  /** S22: the SBOM in the image has every jar by its hash, the Java runtime and the C library. */
  @Test
  void imageHoldsItsBillOfMaterials(@TempDir Path folder) throws Exception {
    load();
    var container = run("create", "--runtime=runc", IMAGE).strip();
    try {
      for (var path :
          List.of(
              "/opt/operator.cdx.json",
              "/app/libs",
              "/opt/java/release",
              "/var/lib/dpkg/status.d")) {
        run("cp", container + ":" + path, folder.toString());
      }
    } finally {
      run("rm", container);
    }
    var components =
        new JsonMapper().readTree(folder.resolve("operator.cdx.json").toFile()).path("components");
    var hashes = components.findValuesAsText("content");
    try (var jars = Files.list(folder.resolve("libs"))) {
      for (var jar : jars.toList()) {
        assertThat(hashes).as(jar.toString()).contains(sha256(jar));
      }
    }
    var versions = new TreeMap<String, String>();
    components.forEach(c -> versions.put(c.path("name").asText(), c.path("version").asText()));
    assertThat(folder.resolve("release"))
        .content()
        .contains("JAVA_VERSION=\"" + versions.get("openjdk") + "\"");
    for (var name : List.of("libc6", "zlib1g")) {
      assertThat(folder.resolve("status.d").resolve(name))
          .content()
          .contains("\nVersion: " + versions.get(name) + "\n");
    }
    assertThat(versions).doesNotContainKeys("assertj-core", "junit-jupiter");
  }

  private static String sha256(Path file) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }

  private static void load() throws IOException, InterruptedException {
    need(Files.isExecutable(Path.of("/usr/bin/podman")), "podman is not installed");
    need(Files.exists(TAR), "the image is built on Linux amd64 only");
    run("load", "-q", "-i", TAR.toString());
  }

  private static void need(boolean there, String otherwise) {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(there).as(otherwise).isTrue();
    }
    assumeTrue(there, otherwise);
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    var command = Stream.concat(Stream.of("podman"), Stream.of(arguments)).toList();
    var podman = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(podman.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(podman.waitFor()).as(output).isZero();
    return output;
  }

  /** Runs with the restrictions of the Deployment, and ulimits that test machines permit. */
  private static OperatorJar start(Scenario scenario, InPod pod, String... variables)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "podman",
                "run",
                "--rm",
                "--runtime=runc",
                "--network=host",
                "--ulimit=nofile=1024:1024",
                "--ulimit=nproc=1024:1024",
                "--read-only",
                "--user=65534:65534",
                "--cap-drop=all",
                "--security-opt=no-new-privileges",
                "--volume=" + pod.folder() + ":/var/run/secrets/kubernetes.io/serviceaccount:ro",
                "--env=WATCH_NAMESPACES=" + scenario.namespace()));
    Stream.concat(pod.service().stream(), Stream.of(variables))
        .map(variable -> "--env=" + variable)
        .forEach(command::add);
    command.add(IMAGE);
    var log = scenario.folder().resolve("operator-1.log");
    return OperatorJar.launch(command, Map.of(), log);
  }
}
