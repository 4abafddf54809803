package dev.identitydomains.operator.controller.credentials;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.CredentialsSecret;
import dev.identitydomains.operator.kube.EventRecorder;
import dev.identitydomains.operator.kube.WellKnownNames;
import dev.identitydomains.operator.status.Event;
import dev.identitydomains.operator.status.Interval;
import dev.identitydomains.operator.status.Reason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Restarts the workloads that use an application's Secret, by an annotation of their pod template,
 * like {@code kubectl rollout restart}.
 */
final class WorkloadRestarter {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private static final int MOST_ATTEMPTS = 4096;

  /** The restart of an application's workload for a version of its Secret. */
  private record Restart(String uid, String workload, String version) {}

  private record Attempt(boolean succeeded, Instant at) {}

  private final KubernetesClient client;
  private final EventRecorder events;
  private final Clock clock;

  /** What is evicted is restarted, or told, once more. */
  private final Cache<Restart, Attempt> attempts =
      Caffeine.newBuilder().maximumSize(MOST_ATTEMPTS).build();

  WorkloadRestarter(KubernetesClient client, EventRecorder events, Clock clock) {
    this.client = client;
    this.events = events;
    this.clock = clock;
  }

  /** The workloads to restart, each as {@code Kind/name}. */
  static List<String> declared(ClientApplication app) {
    return Optional.ofNullable(app.getSpec().credentialsSecret())
        .map(CredentialsSecret::restart)
        .orElse(List.of());
  }

  /**
   * Restarts the workloads, except those that already have this version. A refusal is told once for
   * a version, and stands for {@link Interval#REFUSED}.
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
    var restart = new Restart(app.getMetadata().getUid(), workload, version);
    var last = attempts.getIfPresent(restart);
    if (last != null && (last.succeeded() || !isDue(last))) {
      return last.succeeded();
    }
    try {
      patch(app, workload, version);
      attempts.put(restart, new Attempt(true, clock.instant()));
      return true;
    } catch (KubernetesClientException e) {
      attempts.put(restart, new Attempt(false, clock.instant()));
      if (last == null) {
        warn(app, workload, e);
      }
      return false;
    }
  }

  private boolean isDue(Attempt refused) {
    return !clock.instant().isBefore(refused.at().plus(Interval.REFUSED.duration()));
  }

  private void patch(ClientApplication app, String workload, String version) {
    var parts = workload.split("/", 2);
    // a patch by name alone would cost a GET before it
    client.resource(named(app, parts[0], parts[1])).patch(MERGE, patch(version));
    events.normal(
        app, Event.Restarted, "%s restarted with the new credentials.".formatted(workload));
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
