package dev.identitydomains.operator.plan;

/**
 * The owner tag of an App, which names the ClientApplication that manages the App.
 *
 * @param clusterId UID of the cluster's namespace {@code kube-system}
 * @param namespace namespace of the ClientApplication
 * @param name name of the ClientApplication
 */
public record OwnerTag(String clusterId, String namespace, String name) {

  /** Key of the entry in the App's {@code tags} that carries {@link #value()}. */
  public static final String KEY = "identitydomains.dev/owner";

  /** Key of the entry that marks an adopted App; its value is {@code true}. */
  public static final String ADOPTED_KEY = "identitydomains.dev/adopted";

  /** The tag's value: cluster id, namespace and name, joined by slashes. */
  public String value() {
    return clusterId + "/" + namespace + "/" + name;
  }
}
