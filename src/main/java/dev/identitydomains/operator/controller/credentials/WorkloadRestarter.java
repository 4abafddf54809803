package dev.identitydomains.operator.controller.credentials;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;

/**
 * Restarts the workloads that use an application's Secret, by an annotation of their pod template,
 * like {@code kubectl rollout restart}.
 */
final class WorkloadRestarter {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final EventRecorder events;

  WorkloadRestarter(KubernetesClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /** The workloads to restart, each as {@code Kind/name}. */
  static List<String> declared(ClientApplication app) {
    return Optional.ofNullable(app.getSpec().credentialsSecret())
        .map(CredentialsSecret::restart)
        .orElse(List.of());
  }

  /**
   * Restarts the workloads, except those that already have this version.
   *
   * @param version version of the Secret
   * @return whether every restart succeeded
   */
  boolean restart(ClientApplication app, String version) {
    var failed =
        declared(app).stream().filter(workload -> !restart(app, workload, version)).toList();
    return failed.isEmpty();
  }

  private boolean restart(ClientApplication app, String workload, String version) {
    var parts = workload.split("/", 2);
    try {
      // a patch by name alone would cost a GET before it
      client.resource(named(app, parts[0], parts[1])).patch(MERGE, patch(version));
      events.normal(
          app, Event.Restarted, "%s restarted with the new credentials.".formatted(workload));
      return true;
    } catch (KubernetesClientException e) {
      warn(app, workload, e);
      return false;
    }
  }

  private static String patch(String version) {
    var patch = JsonNodeFactory.instance.objectNode();
    patch
        .withObject("/spec/template/metadata/annotations")
        .put(WellKnownNames.RESTARTED_ANNOTATION, version);
    return patch.toString();
  }

  private static GenericKubernetesResource named(ClientApplication app, String kind, String name) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("apps/v1")
        .withKind(kind)
        .withNewMetadata()
        .withName(name)
        .withNamespace(app.getMetadata().getNamespace())
        .endMetadata()
        .build();
  }

  private void warn(ClientApplication app, String workload, KubernetesClientException e) {
    var problem = workload + " was not restarted: ";
    switch (e.getCode()) {
      case 403 ->
          events.warning(
              app,
              Reason.Forbidden,
              problem + "the operator lacks the permission. Apply deploy/restart to grant it.");
      case 404 ->
          events.warning(
              app,
              Reason.DependencyNotReady,
              problem + "it does not exist. Create it, or correct spec.credentialsSecret.restart.");
      default -> events.warning(app, Reason.DependencyNotReady, problem + e.getMessage());
    }
  }
}
