package dev.identitydomains.operator.kube;

import dev.identitydomains.operator.api.v1alpha1.ApiGroup;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Removes the finalizers of the custom resources, which JOSDK adds. JOSDK's own removal sends the
 * difference between the cached resource and the present one, with all changes of the status since:
 * where the operator has written a status that the cache does not have yet, each of its ten
 * attempts fails.
 */
public final class Finalizers {

  private static final PatchContext JSON = PatchContext.of(PatchType.JSON);

  /** Other writers may change the list of finalizers meanwhile, each of them once. */
  private static final int MOST_ATTEMPTS = 5;

  /** The status codes of a patch whose tests failed. */
  private static final Set<Integer> OUTDATED = Set.of(HttpURLConnection.HTTP_CONFLICT, 422);

  private final KubernetesClient client;

  /** The uids of resources that are gone, or will be when others remove their finalizers. */
  private final Set<String> released = ConcurrentHashMap.newKeySet();

  public Finalizers(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Whether the finalizer of a resource is removed, though a cache may still have the resource with
   * it.
   */
  public boolean isRemoved(HasMetadata resource) {
    return released.contains(resource.getMetadata().getUid());
  }

  /** The uids that are remembered here. */
  public Set<String> remembered() {
    return released;
  }

  private static String name(HasMetadata resource) {
    return ApiGroup.NAME + "/" + resource.getKind().toLowerCase(Locale.ROOT);
  }

  /**
   * Removes the finalizer of a resource's kind, if the resource still exists and has it.
   *
   * @throws KubernetesClientException when Kubernetes refuses the patch
   */
  public void remove(HasMetadata resource) {
    patch(resource);
    released.add(resource.getMetadata().getUid());
  }

  private void patch(HasMetadata resource) {
    var seen = resource;
    for (var attempt = 1;
        seen != null && isSame(seen, resource) && seen.hasFinalizer(name(seen));
        attempt++) {
      try {
        client.resource(seen).patch(JSON, removal(seen));
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
          return;
        }
        if (!OUTDATED.contains(e.getCode()) || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
      seen = client.resource(seen).get();
    }
  }

  private static boolean isSame(HasMetadata seen, HasMetadata resource) {
    return seen.getMetadata().getUid().equals(resource.getMetadata().getUid());
  }

  /** The tests keep the finalizer of another writer, and a new resource of the same name. */
  private static String removal(HasMetadata seen) {
    var metadata = seen.getMetadata();
    var path = "/metadata/finalizers/" + metadata.getFinalizers().indexOf(name(seen));
    return Serialization.asJson(
        List.of(
            Map.of("op", "test", "path", "/metadata/uid", "value", metadata.getUid()),
            Map.of("op", "test", "path", path, "value", name(seen)),
            Map.of("op", "remove", "path", path)));
  }
}
