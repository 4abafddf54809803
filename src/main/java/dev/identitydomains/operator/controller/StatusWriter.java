package dev.identitydomains.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Applies a whole status by server-side apply, and only when it differs. The patch carries name and
 * status alone: with a spec or a version in it, it would fight with users.
 */
final class StatusWriter {

  private final KubernetesClient client;

  /** What was written, by uid, until the cache has it: it learns of a write a moment later. */
  private final Map<String, Object> written = new ConcurrentHashMap<>();

  StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Writes the status. */
  <S, R extends CustomResource<?, S>> void write(R resource, S status, Supplier<R> empty) {
    var uid = String.valueOf(resource.getMetadata().getUid());
    written.remove(uid, Objects.requireNonNullElse(resource.getStatus(), ""));
    if (status.equals(written.getOrDefault(uid, resource.getStatus()))) {
      return;
    }
    var patch = empty.get();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    client.resource(patch).subresource("status").patch(ServerSideApply.FORCED);
    written.put(uid, status);
  }

  void forget(HasMetadata resource) {
    written.remove(String.valueOf(resource.getMetadata().getUid()));
  }
}
