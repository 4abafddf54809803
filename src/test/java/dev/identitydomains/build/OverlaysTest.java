package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kustomization below {@code deploy/}, as kubectl renders it. */
class OverlaysTest {

  @BeforeEach
  void needsKubectl() {
    Kustomize.assumeKubectl();
  }

  static List<Path> everyOverlay() throws IOException {
    try (var files = Files.walk(Path.of("deploy"))) {
      var overlays =
          files.filter(file -> file.endsWith("kustomization.yaml")).map(Path::getParent).toList();
      assertThat(overlays).contains(Path.of("deploy"), Path.of("deploy", "single-namespace"));
      return overlays;
    }
  }

  static List<Path> installations() {
    return List.of(Path.of("deploy"), Path.of("deploy", "single-namespace"));
  }

  /** S19: an empty selector would select all pods of the namespace. */
  @ParameterizedTest
  @MethodSource("everyOverlay")
  void everySelectorSelectsTheOperatorsPodsAlone(Path overlay) throws Exception {
    var own = "{\"app.kubernetes.io/name\":\"identity-domain-operator\"}";
    for (var object : Kustomize.render(overlay)) {
      var selector =
          switch (object.path("kind").asText()) {
            case "NetworkPolicy" -> object.at("/spec/podSelector/matchLabels");
            case "PodDisruptionBudget", "Deployment" -> object.at("/spec/selector/matchLabels");
            case "Service" -> object.at("/spec/selector");
            default -> null;
          };
      if (selector != null) {
        assertThat(selector).as(object.toPrettyString()).hasToString(own);
      }
      if (object.path("kind").asText().equals("Deployment")) {
        assertThat(object.at("/spec/template/metadata/labels")).hasToString(own);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void installationHasEachOfThem(Path overlay) throws Exception {
    assertThat(Kustomize.render(overlay))
        .extracting(object -> object.path("kind").asText())
        .contains("NetworkPolicy", "PodDisruptionBudget", "Deployment", "Service");
  }

  /** S24: the kubelet needs no rule, and metrics name the domains of all namespaces. */
  @ParameterizedTest
  @MethodSource("installations")
  void onlyLabelledNamespacesReachOnlyMetrics(Path overlay) throws Exception {
    assertThat(one(overlay, "NetworkPolicy").at("/spec/ingress"))
        .isEqualTo(
            json(
                """
                [{"from": [{"namespaceSelector": {"matchLabels": {"identitydomains.dev/metrics": "true"}}}],
                  "ports": [{"port": 9090, "protocol": "TCP"}]}]
                """));
    var ports = one(overlay, "Deployment").at("/spec/template/spec/containers/0/ports");
    assertThat(ports)
        .isEqualTo(
            json(
                """
                [{"name": "probes", "containerPort": 8080}, {"name": "metrics", "containerPort": 9090}]
                """));
    assertThat(one(overlay, "Service").at("/spec/ports"))
        .isEqualTo(json("[{\"name\": \"metrics\", \"port\": 9090, \"targetPort\": \"metrics\"}]"));
  }

  /** S33: no default of the cluster decides about the token and the disk of a node. */
  @ParameterizedTest
  @MethodSource("installations")
  void podSaysWhatItMountsAndUses(Path overlay) throws Exception {
    var pod = one(overlay, "Deployment").at("/spec/template/spec");
    assertThat(pod.path("automountServiceAccountToken").asText()).isEqualTo("true");
    assertThat(one(overlay, "ServiceAccount").path("automountServiceAccountToken").asText())
        .isEqualTo("false");
    assertThat(pod.at("/containers/0/resources/limits").properties())
        .extracting(entry -> entry.getKey())
        .contains("memory", "ephemeral-storage");
  }

  /** S33: RBAC cannot restrict create by name; everything else it does. */
  @ParameterizedTest
  @MethodSource("installations")
  void operatorUsesItsOwnLeaseAlone(Path overlay) throws Exception {
    var rules =
        Kustomize.render(overlay).stream()
            .filter(object -> object.path("kind").asText().equals("Role"))
            .flatMap(role -> role.path("rules").valueStream())
            .filter(rule -> rule.path("resources").toString().contains("leases"));
    assertThat(rules)
        .allSatisfy(rule -> {
          if (!rule.path("verbs").toString().equals("[\"create\"]")) {
            assertThat(rule.path("resourceNames")).hasToString("[\"identity-domain-operator\"]");
          }
        })
        .hasSize(2);
  }

  private static JsonNode one(Path overlay, String kind) throws Exception {
    var found =
        Kustomize.render(overlay).stream()
            .filter(object -> object.path("kind").asText().equals(kind))
            .toList();
    assertThat(found).as(kind).hasSize(1);
    return found.getFirst();
  }

  private static JsonNode json(String text) throws IOException {
    return new JsonMapper().readTree(text);
  }
}
