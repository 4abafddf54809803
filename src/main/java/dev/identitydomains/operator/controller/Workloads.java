package dev.identitydomains.operator.controller;

import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;

/**
 * What reads an application's Secret only when it starts: its pods are replaced as {@code kubectl
 * rollout restart} does, by an annotation of the pod template.
 */
final class Workloads {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final EventRecorder events;

  Workloads(KubernetesClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /** What is to be restarted, each as {@code Kind/name}. */
  static List<String> of(ClientApplication app) {
    return Optional.ofNullable(app.getSpec().credentialsSecret())
        .map(CredentialsSecret::restart)
        .orElse(List.of());
  }

  /**
   * Restarts them; those that run with this Secret already are left alone.
   *
   * @param version of the Secret, for people
   * @return whether all are restarted
   */
  boolean restart(ClientApplication app, String version) {
    var failed = of(app).stream().filter(workload -> !restart(app, workload, version)).toList();
    return failed.isEmpty();
  }

  private boolean restart(ClientApplication app, String workload, String version) {
    var parts = workload.split("/", 2);
    var patch =
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}}}"
            .formatted(Names.RESTARTED_ANNOTATION, version);
    try {
      var found =
          client
              .genericKubernetesResources("apps/v1", parts[0])
              .inNamespace(app.getMetadata().getNamespace())
              .withName(parts[1])
              .patch(MERGE, patch);
      if (found == null) {
        events.warning(
            app,
            Reason.DependencyNotReady,
            "%s does not exist and was not restarted. Create it, or correct spec.credentialsSecret.restart."
                .formatted(workload));
        return false;
      }
      events.normal(
          app, Event.Restarted, "%s is restarted with the new Secret.".formatted(workload));
      return true;
    } catch (KubernetesClientException e) {
      events.warning(
          app,
          e.getCode() == 403 ? Reason.Forbidden : Reason.DependencyNotReady,
          "%s was not restarted: %s. Is the operator installed with deploy/restart?"
              .formatted(workload, e.getMessage()));
      return false;
    }
  }
}
