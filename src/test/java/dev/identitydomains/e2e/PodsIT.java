package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The pods of the installed Deployment. No kubelet runs them: the test writes their status. */
@ClusterTest
class PodsIT {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void restrictedNamespaceAdmitsPodsOfDeployment(Scenario scenario) throws IOException {
    var pods = Pods.of(scenario);
    pods.await(2);
    assertThat(pods.get("namespace", "identity-domain-operator").at("/metadata/labels").toString())
        .contains("\"pod-security.kubernetes.io/enforce\":\"restricted\"");
    assertThat(pods.get("replicasets").path("items"))
        .allSatisfy(set -> assertThat(set.at("/status/conditions")).isEmpty());
    assertThat(pods.get("events").path("items"))
        .extracting(event -> event.path("reason").asText())
        .doesNotContain("FailedCreate");
  }

  @Test
  void restrictedNamespaceRefusesUnrestrictedPod(Scenario scenario) {
    var answer =
        scenario
            .kubectl()
            .attempt(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: root, namespace: identity-domain-operator}
                spec: {containers: [{name: root, image: root}]}
                """,
                "create",
                "-f",
                "-");
    assertThat(answer).contains("violates PodSecurity \"restricted:v1.34\"");
  }

  @Test
  void drainLeavesOnePodReady(Scenario scenario) throws IOException {
    var pods = Pods.of(scenario);
    var names = pods.await(2);
    names.forEach(pods::becomesReady);
    pods.awaitDisruptionsAllowed(1);
    assertThat(pods.evict(names.getFirst())).contains("\"status\":\"Success\"");

    pods.awaitDisruptionsAllowed(0);
    assertThat(pods.evict(names.getLast()))
        .contains("Cannot evict pod as it would violate the pod's disruption budget.");

    pods.await(2).stream().filter(name -> !names.contains(name)).forEach(pods::becomesReady);
    pods.awaitDisruptionsAllowed(1);
    assertThat(pods.evict(names.getLast())).contains("\"status\":\"Success\"");
  }

  /** The operator's pods, for a kubelet and a drain. */
  private record Pods(Kubectl kubectl) {

    static Pods of(Scenario scenario) {
      return new Pods(scenario.kubectl());
    }

    JsonNode get(String... what) throws IOException {
      return JSON.readTree(kubectl.run(in("get", what, "-o", "json")));
    }

    private static String[] in(String verb, String[] what, String... more) {
      var where = Stream.of("-n", KubernetesCluster.OPERATOR_NAMESPACE);
      return Stream.of(Stream.of(verb), Stream.of(what), where, Stream.of(more))
          .flatMap(arguments -> arguments)
          .toArray(String[]::new);
    }

    /** Waits for this number of pods without deletionTimestamp; returns their names. */
    List<String> await(int count) {
      return Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(this::names, names -> names.size() == count);
    }

    private List<String> names() throws IOException {
      return get("pods")
          .path("items")
          .valueStream()
          .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
          .map(pod -> pod.at("/metadata/name").asText())
          .toList();
    }

    void becomesReady(String pod) {
      var status =
          "{\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";
      kubectl.run(in("patch", new String[] {"pod", pod}, "--subresource=status", "-p", status));
    }

    void awaitDisruptionsAllowed(int count) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> get("pdb", "identity-domain-operator").at("/status/disruptionsAllowed").asInt(),
              allowed -> allowed == count);
    }

    /** Evicts a pod like a drain; returns the reply. */
    String evict(String pod) {
      var eviction =
          """
          {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s"}}
          """
              .formatted(pod);
      return kubectl.attempt(
          eviction,
          "create",
          "-f",
          "-",
          "--raw",
          "/api/v1/namespaces/%s/pods/%s/eviction"
              .formatted(KubernetesCluster.OPERATOR_NAMESPACE, pod));
    }
  }
}
