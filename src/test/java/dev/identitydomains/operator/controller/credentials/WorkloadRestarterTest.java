package dev.identitydomains.operator.controller.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.identitydomains.TestClock;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.controller.reference.RelatedObject;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.sandbox.kube.EmbeddedKubernetes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Item 13: a workload that cannot be restarted costs and tells little. */
class WorkloadRestarterTest {

  private static final String APP =
      """
      apiVersion: identitydomains.dev/v1alpha1
      kind: ClientApplication
      metadata: {name: orders, namespace: default, uid: u1}
      spec:
        credentialsSecret: {restart: [Deployment/orders, DaemonSet/none]}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: KIND
      metadata: {name: NAME, namespace: default}
      spec: {template: {metadata: {labels: {app: orders}}}}
      """;

  @AutoClose private final EmbeddedKubernetes api = EmbeddedKubernetes.start();

  @AutoClose
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(api.kubeconfig())).build();

  private final TestClock clock = new TestClock();
  private final WorkloadRestarter workloads =
      new WorkloadRestarter(
          client, new EventRecorder(client, "pod-1", RelatedObject::of, clock), clock);
  private final ClientApplication app = Serialization.unmarshal(APP, ClientApplication.class);

  WorkloadRestarterTest() throws IOException {
    make("Deployment", "orders");
  }

  @Test
  void refusedRestartIsToldOnceForEachVersion() {
    for (var i = 0; i < 3; i++) {
      assertThat(workloads.restart(app, "v1")).isFalse();
      clock.advance(Interval.REFUSED.duration());
    }
    assertThat(events("DependencyNotReady"))
        .singleElement()
        .satisfies(event -> assertThat(event.getSeries()).isNull());
    workloads.restart(app, "v2");
    assertThat(told("DependencyNotReady")).isEqualTo(2);
  }

  @Test
  void refusedRestartIsRepeatedAfterItsInterval() {
    assertThat(workloads.restart(app, "v1")).isFalse();
    make("DaemonSet", "none");
    clock.advance(Interval.REFUSED.duration().minusMillis(1));
    assertThat(workloads.restart(app, "v1")).isFalse();
    clock.advance(Interval.REFUSED.duration());
    assertThat(workloads.restart(app, "v1")).isTrue();
  }

  @Test
  void otherWorkloadsAreRestartedOnce() {
    for (var i = 0; i < 3; i++) {
      workloads.restart(app, "v1");
      clock.advance(Interval.REFUSED.duration());
    }
    assertThat(told("Restarted")).isEqualTo(1);
    workloads.restart(app, "v2");
    assertThat(told("Restarted")).isEqualTo(2);
  }

  private void make(String kind, String name) {
    var yaml = WORKLOAD.replace("KIND", kind).replace("NAME", name);
    client.resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class)).create();
  }

  private List<Event> events(String reason) {
    return client.events().v1().events().inNamespace("default").list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .toList();
  }

  /** The number of times that an event was recorded. */
  private int told(String reason) {
    return events(reason).stream()
        .mapToInt(event -> event.getSeries() == null ? 1 : event.getSeries().getCount())
        .sum();
  }
}
