package dev.identitydomains.e2e;

import java.io.IOException;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

/** Runs the jar with a ServiceAccount in another folder, which environment variables name. */
@ClusterTest
class TokenIT {

  @Test
  void operatorOutlivesReplacedToken(Scenario scenario) throws IOException {
    scenario.connectDomain();
    try (var pod = InPod.of(scenario);
        var operator = start(scenario, pod)) {
      scenario.awaitReady();
      pod.outlivesItsToken(operator);
    }
  }

  private static OperatorJar start(Scenario scenario, InPod pod) throws IOException {
    var environment = new HashMap<String, String>();
    for (var variable : pod.service()) {
      var parts = variable.split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    environment.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
    environment.put(
        "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", pod.folder().resolve("token").toString());
    environment.put("KUBERNETES_CERTS_CA_FILE", pod.folder().resolve("ca.crt").toString());
    environment.put("WATCH_NAMESPACES", scenario.namespace());
    environment.put("LEADER_ELECTION", "true");
    environment.put("POD_NAMESPACE", KubernetesCluster.OPERATOR_NAMESPACE);
    return OperatorJar.start(environment, scenario.folder().resolve("operator-1.log"));
  }
}
