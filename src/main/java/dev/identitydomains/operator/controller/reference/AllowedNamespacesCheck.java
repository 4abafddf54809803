package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AllowedNamespaces;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether the owner of an object lets other namespaces use it. */
public final class AllowedNamespacesCheck {

  private final KubernetesClient client;

  public AllowedNamespacesCheck(KubernetesClient client) {
    this.client = client;
  }

  /**
   * The answer; one's own namespace always may.
   *
   * @param key {@code namespace/name} of the object
   * @param allowed what its owner says; null admits nobody else
   */
  boolean admits(String key, @Nullable AllowedNamespaces allowed, String namespace) {
    return isLocal(key, namespace) || (allowed != null && admits(allowed, namespace));
  }

  public static boolean isLocal(String key, String namespace) {
    return key.startsWith(namespace + "/");
  }

  private boolean admits(AllowedNamespaces allowed, String namespace) {
    return switch (Objects.requireNonNullElse(allowed.from(), AllowedNamespaces.From.Same)) {
      case All -> true;
      case Selector ->
          allowed.selector() != null
              && labels(namespace)
                  .entrySet()
                  .containsAll(allowed.selector().matchLabels().entrySet());
      case Same, Unknown -> false;
    };
  }

  private Map<String, String> labels(String namespace) {
    var found = client.namespaces().withName(namespace).get();
    return found == null
        ? Map.of()
        : Objects.requireNonNullElse(found.getMetadata().getLabels(), Map.of());
  }
}
