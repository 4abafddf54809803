package dev.identitydomains.operator.kube;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Applies a complete status by server-side apply if it has changed, and removes fields of other
 * writers. The patch has only name and status: with spec or resourceVersion, it would conflict with
 * users' changes. Thread-safe.
 */
public final class StatusWriter {

  private static final PatchContext JSON = PatchContext.of(PatchType.JSON);

  private final KubernetesClient client;

  /** Statuses written, by uid, until the informer's cache has them or a later version. */
  private final Map<String, Applied> written = new ConcurrentHashMap<>();

  /**
   * A written status.
   *
   * @param version the object's resourceVersion after the write
   */
  private record Applied(Object status, long version) {

    boolean isNewerThan(HasMetadata seen) {
      return version > StatusWriter.version(seen, 0);
    }
  }

  public StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Writes a status, unless the cached resource has it already.
   *
   * @param empty creates a resource of the kind, for the patch
   */
  public <S, R extends CustomResource<?, S>> void write(R resource, S status, Supplier<R> empty) {
    var uid = String.valueOf(resource.getMetadata().getUid());
    // a version as new as the write may include another writer's change of the status
    var last = written.computeIfPresent(uid, (_, w) -> w.isNewerThan(resource) ? w : null);
    if (status.equals(last == null ? resource.getStatus() : last.status())) {
      return;
    }
    var patch = empty.get();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    var made = client.resource(patch).subresource("status").patch(ServerSideApply.FORCED);
    if (!status.equals(made.getStatus())) {
      // server-side apply keeps fields of other managers
      made = client.resource(patch).subresource("status").patch(JSON, replacement(status));
    }
    written.put(uid, new Applied(status, version(made, Long.MAX_VALUE)));
  }

  /**
   * Gives a resource the status that this process has written, if the cache does not have it yet.
   */
  @SuppressWarnings("unchecked") // the status was written for this uid
  public void refresh(CustomResource<?, ?> resource) {
    var last = written.get(String.valueOf(resource.getMetadata().getUid()));
    if (last != null && last.isNewerThan(resource)) {
      ((CustomResource<?, Object>) resource).setStatus(last.status());
    }
  }

  private static String replacement(Object status) {
    var operation = JsonNodeFactory.instance.objectNode();
    operation.put("op", "replace").put("path", "/status").putPOJO("value", status);
    return Serialization.asJson(List.of(operation));
  }

  /** resourceVersions of one kind compare as numbers (Kubernetes API concepts, since 1.35). */
  private static long version(HasMetadata object, long otherwise) {
    var metadata = object.getMetadata();
    var text = metadata == null ? null : metadata.getResourceVersion();
    return text == null || text.isEmpty() ? otherwise : Long.parseLong(text);
  }

  /** The uids of the resources of which something is remembered; what is removed is forgotten. */
  public Set<String> remembered() {
    return written.keySet();
  }

  /** Drops the record of a deleted resource's status. */
  public void forget(HasMetadata resource) {
    written.remove(String.valueOf(resource.getMetadata().getUid()));
  }
}
