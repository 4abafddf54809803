package dev.identitydomains.quickstart;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The readiness of the applied resources. */
final class Readiness {

  private final KubernetesClient client;

  Readiness(KubernetesClient client) {
    this.client = client;
  }

  /** One resource; the message explains why it is not Ready. */
  record Row(
      String kind, String namespace, String name, boolean ready, String clientId, String message) {}

  /** Waits until all are Ready, at most for the limit; returns the last state of each. */
  List<Row> await(List<GenericKubernetesResource> resources, Duration limit) {
    var end = Instant.now().plus(limit);
    return resources.stream().map(resource -> await(resource, end)).toList();
  }

  private Row await(GenericKubernetesResource resource, Instant end) {
    var left = Math.max(1, Duration.between(Instant.now(), end).toMillis());
    try {
      return row(
          resource,
          client
              .resource(resource)
              .waitUntilCondition(Readiness::isReady, left, TimeUnit.MILLISECONDS));
    } catch (KubernetesClientTimeoutException e) {
      return row(resource, client.resource(resource).get());
    }
  }

  private static boolean isReady(@Nullable GenericKubernetesResource resource) {
    return resource != null
        && ready(resource).filter(c -> "True".equals(c.get("status"))).isPresent()
        && Objects.equals(
            String.valueOf(resource.<Object>get("status", "observedGeneration")),
            String.valueOf(resource.getMetadata().getGeneration()));
  }

  private static Optional<Map<String, Object>> ready(GenericKubernetesResource resource) {
    List<Map<String, Object>> conditions = resource.get("status", "conditions");
    return Optional.ofNullable(conditions).stream()
        .flatMap(List::stream)
        .filter(condition -> "Ready".equals(condition.get("type")))
        .findFirst();
  }

  private static Row row(
      GenericKubernetesResource applied, @Nullable GenericKubernetesResource now) {
    var metadata = applied.getMetadata();
    String clientId = now == null ? null : now.get("status", "clientId");
    var message =
        now == null
            ? "was not accepted by the API server"
            : ready(now)
                .map(c -> c.get("reason") + ": " + c.get("message"))
                .orElse("has no Ready condition yet");
    return new Row(
        applied.getKind(),
        metadata.getNamespace(),
        metadata.getName(),
        isReady(now),
        Objects.requireNonNullElse(clientId, "-"),
        message);
  }
}
