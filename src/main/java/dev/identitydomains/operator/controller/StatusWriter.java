package dev.identitydomains.operator.controller;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;

/**
 * Applies a whole status by server-side apply, and only when it differs. The patch carries name and
 * status alone: with a spec or a version in it, it would fight with users.
 */
final class StatusWriter {

  private final KubernetesClient client;

  StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Writes the status; a resource that is gone meanwhile needs none. */
  <S, R extends CustomResource<?, S>> void write(R resource, S status, Supplier<R> empty) {
    if (status.equals(resource.getStatus())) {
      return;
    }
    var patch = empty.get();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    try {
      client.resource(patch).subresource("status").patch(ServerSideApply.FORCED);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
    }
  }
}
