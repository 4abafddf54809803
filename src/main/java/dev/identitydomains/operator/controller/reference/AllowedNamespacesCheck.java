package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.AllowedNamespaces;
import dev.identitydomains.operator.kube.Namespaces;
import org.jspecify.annotations.Nullable;

/** Checks whether an object allows its use in a namespace. */
public final class AllowedNamespacesCheck {

  private final Namespaces namespaces;

  public AllowedNamespacesCheck(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  /**
   * Whether the object allows the namespace; its own namespace is always allowed.
   *
   * @param key {@code namespace/name} of the object
   * @param allowed the allowed namespaces of the object; null for its own only
   */
  boolean admits(String key, @Nullable AllowedNamespaces allowed, String namespace) {
    return isLocal(key, namespace) || (allowed != null && selects(allowed, namespace));
  }

  public static boolean isLocal(String key, String namespace) {
    return key.startsWith(namespace + "/");
  }

  /** Whether the object selects a namespace other than its own. */
  boolean selects(AllowedNamespaces allowed, String namespace) {
    return switch (allowed.from()) {
      case All -> true;
      case Selector -> isSelected(allowed, namespace);
      case Same, Unknown -> false;
      case null -> false;
    };
  }

  /** A watch may lag behind a new namespace or label: it does not suffice to deny. */
  private boolean isSelected(AllowedNamespaces allowed, String namespace) {
    var selector = allowed.selector();
    return selector != null
        && (LabelSelection.matches(selector, namespaces.knownLabels(namespace))
            || LabelSelection.matches(selector, namespaces.readLabels(namespace)));
  }
}
