package dev.identitydomains.sandbox.kube;

import java.util.Comparator;

/**
 * The identity of an object.
 *
 * @param resource plural name and group, such as {@code deployments.apps}
 * @param namespace empty for a cluster-scoped object
 */
record ObjectKey(String resource, String namespace, String name) implements Comparable<ObjectKey> {

  static final String NAMESPACES = "namespaces";

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::resource)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  static ObjectKey namespace(String name) {
    return new ObjectKey(NAMESPACES, "", name);
  }

  /** Whether this is the object's namespace. */
  boolean contains(ObjectKey object) {
    return resource.equals(NAMESPACES) && object.namespace.equals(name);
  }

  String group() {
    return resource.contains(".") ? resource.substring(resource.indexOf('.') + 1) : "";
  }

  String plural() {
    return resource.replaceFirst("\\..*", "");
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }

  /** The form of error messages. */
  @Override
  public String toString() {
    return "%s \"%s\"".formatted(resource, name);
  }
}
