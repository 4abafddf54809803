package dev.identitydomains.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.sandbox.kube.ControlPlane;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A test of the suite: it gets a {@link Scenario} on the cluster that all classes of this JVM
 * share, and fails also when the API server answered 403 to the operator meanwhile.
 */
@Tag("e2e")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterTest.Extension.class)
@interface ClusterTest {

  /** Starts the cluster before the first test and creates scenarios. */
  final class Extension
      implements ExecutionCondition, BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Namespace STORE = Namespace.create(ClusterTest.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      var usable = ControlPlane.assets().filter(ControlPlane::hasControllers).isPresent();
      if (usable || "true".equals(System.getenv("CI"))) {
        return ConditionEvaluationResult.enabled("there is a control plane, or there must be");
      }
      return ConditionEvaluationResult.disabled(
          "set KUBEBUILDER_ASSETS to the folder of etcd, kube-apiserver and kube-controller-manager");
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
      var name =
          context
              .getRequiredTestMethod()
              .getName()
              .replaceAll("([A-Z])", "-$1")
              .toLowerCase(Locale.ROOT);
      context.getStore(STORE).put(Scenario.class, new Scenario(cluster(context), name));
    }

    private static KubernetesCluster cluster(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(STORE)
          .computeIfAbsent(KubernetesCluster.class, _ -> startCluster(), KubernetesCluster.class);
    }

    private static KubernetesCluster startCluster() {
      var assets =
          ControlPlane.assets()
              .orElseThrow(() -> new AssertionError("CI must set KUBEBUILDER_ASSETS"));
      try {
        var folder = Path.of("target", "e2e", "cluster-" + System.getProperty("e2e.fork", "1"));
        return KubernetesCluster.start(assets, Files.createDirectories(folder));
      } catch (IOException e) {
        throw new AssertionError("the control plane does not start", e);
      }
    }

    @Override
    public void afterEach(ExtensionContext context) {
      var scenario = scenario(context);
      nothingWasForbidden(scenario.cluster(), scenario.begin());
    }

    /** Except for the right of deploy/restart: a test runs without it. */
    private static void nothingWasForbidden(KubernetesCluster cluster, Instant since) {
      var granted = cluster.granted();
      granted.add("deployments.apps patch");
      assertThat(
              cluster.operatorRequests(since).stream().filter(ClusterTest.Extension::isForbidden))
          .extracting(KubernetesCluster::right)
          .as("an API server that has just started may refuse also what is granted")
          .allMatch(granted::contains);
    }

    private static boolean isForbidden(JsonNode event) {
      var decision = event.path("annotations").path("authorization.k8s.io/decision");
      return decision.asText().equals("forbid");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType().equals(Scenario.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return scenario(context);
    }

    private static Scenario scenario(ExtensionContext context) {
      return Objects.requireNonNull(context.getStore(STORE).get(Scenario.class, Scenario.class));
    }
  }
}
