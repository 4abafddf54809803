package dev.identitydomains.operator.plan;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The owner tag of an App, which names the ClientApplication that manages the App.
 *
 * @param clusterId cluster id, by default the UID of the cluster's namespace {@code kube-system}
 * @param namespace namespace of the ClientApplication
 * @param namespaceUid UID of that namespace: a later namespace of the same name has another one;
 *     empty when the namespace is gone
 * @param name name of the ClientApplication
 */
public record OwnerTag(String clusterId, String namespace, String namespaceUid, String name) {

  /** Key of the entry in the App's {@code tags} that carries {@link #value()}. */
  public static final String KEY = "identitydomains.dev/owner";

  /** Key of the entry with the owner tag that an App had before its owner was deleted. */
  public static final String RETAINED_KEY = "identitydomains.dev/retained-from";

  /** Key of the entry that marks an adopted App; its value is {@code true}. */
  public static final String ADOPTED_KEY = "identitydomains.dev/adopted";

  private static final Pattern VALUE = Pattern.compile("(.+)/([^/@]+)@([^/@]*)/([^/@]+)");

  /** The tag's value: cluster id, namespace with UID, and name, joined by slashes. */
  public String value() {
    return "%s/%s@%s/%s".formatted(clusterId, namespace, namespaceUid, name);
  }

  /** {@code namespace/name} of the ClientApplication. */
  public String resource() {
    return namespace + "/" + name;
  }

  /** Whether the present or last owner of an App is in the same namespace, not one of that name. */
  public boolean isOfSameNamespace(Ownership app) {
    return app.lastOwner()
        .filter(other -> clusterId.equals(other.clusterId))
        .filter(other -> namespace.equals(other.namespace))
        .filter(other -> namespaceUid.equals(other.namespaceUid))
        .isPresent();
  }

  /** Reads the value of a tag; empty for another form. */
  public static Optional<OwnerTag> parse(String value) {
    var parts = VALUE.matcher(value);
    return parts.matches()
        ? Optional.of(new OwnerTag(parts.group(1), parts.group(2), parts.group(3), parts.group(4)))
        : Optional.empty();
  }
}
