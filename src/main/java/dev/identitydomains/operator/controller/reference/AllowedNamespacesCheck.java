package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AllowedNamespaces;
import dev.identitydomains.operator.kube.Namespaces;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks whether an object allows its use in a namespace. */
public final class AllowedNamespacesCheck {

  private final Namespaces namespaces;

  public AllowedNamespacesCheck(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  /**
   * Whether the object allows the namespace; its own namespace is always allowed. Reads the labels
   * before it denies: a watch may lag behind a new namespace or label.
   *
   * @param key {@code namespace/name} of the object
   * @param allowed the allowed namespaces of the object; null for its own only
   */
  boolean admits(String key, @Nullable AllowedNamespaces allowed, String namespace) {
    return isKnownToAdmit(key, allowed, namespace)
        || (allowed != null
            && allowed.from() == AllowedNamespaces.From.Selector
            && selects(allowed, currentLabels(namespace)));
  }

  /** Like {@link #admits}, by the labels that the watch has reported. */
  boolean isKnownToAdmit(String key, @Nullable AllowedNamespaces allowed, String namespace) {
    return isLocal(key, namespace)
        || (allowed != null
            && (allowed.from() == AllowedNamespaces.From.All
                || selects(allowed, labels(namespace))));
  }

  public static boolean isLocal(String key, String namespace) {
    return key.startsWith(namespace + "/");
  }

  /** The labels of a namespace as the watch has reported them. */
  Map<String, String> labels(String namespace) {
    return namespaces.labels(namespace);
  }

  /** Reads the labels of a namespace. */
  Map<String, String> currentLabels(String namespace) {
    return namespaces.currentLabels(namespace);
  }

  /** Whether an object selects a namespace other than its own. */
  static boolean selects(AllowedNamespaces allowed, Map<String, String> labels) {
    return switch (allowed.from()) {
      case All -> true;
      case Selector ->
          allowed.selector() != null && LabelSelection.matches(allowed.selector(), labels);
      case Same, Unknown -> false;
      case null -> false;
    };
  }
}
