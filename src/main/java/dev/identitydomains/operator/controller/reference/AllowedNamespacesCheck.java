package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AllowedNamespaces;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks whether an object allows its use in a namespace. */
public final class AllowedNamespacesCheck {

  private final KubernetesClient client;

  public AllowedNamespacesCheck(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Whether the object allows the namespace; its own namespace is always allowed.
   *
   * @param key {@code namespace/name} of the object
   * @param allowed the allowed namespaces of the object; null for its own only
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
