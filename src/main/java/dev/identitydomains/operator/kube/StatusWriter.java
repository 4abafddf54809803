package dev.identitydomains.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Applies a whole status by server-side apply, and only when it differs; what others have added to
 * it goes. The patch carries name and status alone: with a spec or a version in it, it would fight
 * with users.
 */
public final class StatusWriter {

  private static final PatchContext JSON = PatchContext.of(PatchType.JSON);

  private final KubernetesClient client;

  /** What was written, by uid, until the cache has it: it learns of a write a moment later. */
  private final Map<String, Applied> written = new ConcurrentHashMap<>();

  /**
   * A status that was written.
   *
   * @param version the resourceVersion that the object got by it
   */
  private record Applied(Object status, long version) {

    boolean isNewerThan(HasMetadata seen) {
      return version > StatusWriter.version(seen, 0);
    }
  }

  public StatusWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Writes the status. */
  public <S, R extends CustomResource<?, S>> void write(R resource, S status, Supplier<R> empty) {
    var uid = String.valueOf(resource.getMetadata().getUid());
    // once the cache has it, what it has may also be somebody else's change of it
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
      // server-side apply leaves what others have added
      made = client.resource(patch).subresource("status").patch(JSON, replacement(status));
    }
    written.put(uid, new Applied(status, version(made, Long.MAX_VALUE)));
  }

  private static String replacement(Object status) {
    return "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":%s}]"
        .formatted(Serialization.asJson(status));
  }

  /** Versions of one kind can be compared as numbers (Kubernetes API concepts, since 1.35). */
  private static long version(HasMetadata object, long otherwise) {
    var metadata = object.getMetadata();
    var text = metadata == null ? null : metadata.getResourceVersion();
    return text == null || text.isEmpty() ? otherwise : Long.parseLong(text);
  }

  public void forget(HasMetadata resource) {
    written.remove(String.valueOf(resource.getMetadata().getUid()));
  }
}
