package dev.identitydomains.operator.kube;

import dev.identitydomains.operator.api.v1alpha1.ApiGroup;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Names in Kubernetes objects; a changed name would orphan stored objects. */
public final class WellKnownNames {

  /** Field manager of all writes of the operator, and reporting controller of its events. */
  public static final String FIELD_MANAGER = "identity-domain-operator";

  public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";
  public static final String MANAGED_BY = "identity-domain-operator";

  /**
   * On a Secret: its owner's consent to be sent to the domain of an IdentityDomain that names it.
   * The operator watches Secrets with this label and reconciles their IdentityDomain at once.
   */
  public static final String CREDENTIALS_LABEL = ApiGroup.NAME + "/credentials";

  /** On the Secrets of an IdentityDomain: they stay until their namespace's domain is gone. */
  public static final String CREDENTIALS_FINALIZER = ApiGroup.NAME + "/credentials-protection";

  /** On a Secret: id of the App whose credentials it holds. */
  public static final String APP_ID_ANNOTATION = ApiGroup.NAME + "/app-id";

  /** {@code "true"} stops the reconciliation of a resource. */
  public static final String PAUSED_ANNOTATION = ApiGroup.NAME + "/paused";

  /** On a ClientApplication: any new value rotates the client secret. */
  public static final String ROTATE_ANNOTATION = ApiGroup.NAME + "/rotate-secret";

  /** On a Secret: time of the last rotation of its client secret. */
  public static final String ROTATED_AT_ANNOTATION = ApiGroup.NAME + "/secret-rotated-at";

  /** On a Secret: the rotation that is announced, but not recorded yet. */
  public static final String ROTATING_ANNOTATION = ApiGroup.NAME + "/rotating";

  /** On a Secret: hash of the client secret, to detect changes of other writers. */
  public static final String HASH_ANNOTATION = ApiGroup.NAME + "/secret-hash";

  /** On a Secret: aliases of the accepted certificates, first the alias of its key. */
  public static final String KEY_IDS_ANNOTATION = ApiGroup.NAME + "/key-ids";

  /** On a Secret: hash of its key, to detect changes of other writers. */
  public static final String KEY_HASH_ANNOTATION = ApiGroup.NAME + "/key-hash";

  /** On a Secret: the keys that the operator wrote, to remove them when they are not desired. */
  public static final String KEYS_ANNOTATION = ApiGroup.NAME + "/written-keys";

  /** On a Secret and on pod templates: the version of the Secret that the pods use. */
  public static final String RESTARTED_ANNOTATION = ApiGroup.NAME + "/restarted-for";

  private WellKnownNames() {}

  /** The labels of a resource; never null. */
  public static Map<String, String> labels(HasMetadata resource) {
    return Objects.requireNonNullElse(resource.getMetadata().getLabels(), Map.of());
  }

  /** The annotations of a resource; never null. */
  public static Map<String, String> annotations(HasMetadata resource) {
    return Objects.requireNonNullElse(resource.getMetadata().getAnnotations(), Map.of());
  }

  /** The annotations of a resource that the operator defines. */
  static Map<String, String> ownAnnotations(HasMetadata resource) {
    return annotations(resource).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(ApiGroup.NAME + "/") && entry.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
