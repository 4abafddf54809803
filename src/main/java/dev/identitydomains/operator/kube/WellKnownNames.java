package dev.identitydomains.operator.kube;

import dev.identitydomains.operator.api.v1alpha1.ApiGroup;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;

/** Names that are stored in objects, and so outlive this code. */
public final class WellKnownNames {

  /** Field manager of everything that the operator writes. */
  public static final String FIELD_MANAGER = "identity-domain-operator";

  public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";
  public static final String MANAGED_BY = "identity-domain-operator";

  /** A Secret with this label is watched: the IdentityDomain that names it follows at once. */
  public static final String CREDENTIALS_LABEL = ApiGroup.NAME + "/credentials";

  /** The App whose secret a Secret holds. */
  public static final String APP_ID_ANNOTATION = ApiGroup.NAME + "/app-id";

  /** {@code "true"} stops the reconciliation of a resource. */
  public static final String PAUSED_ANNOTATION = ApiGroup.NAME + "/paused";

  /** Any new value gives the App of a ClientApplication a new client secret. */
  public static final String ROTATE_ANNOTATION = ApiGroup.NAME + "/rotate-secret";

  /** On a Secret: since when its client secret is used. */
  public static final String ROTATED_AT_ANNOTATION = ApiGroup.NAME + "/secret-rotated-at";

  /** On a Secret: the rotation that is about to happen or has not been recorded yet. */
  public static final String ROTATING_ANNOTATION = ApiGroup.NAME + "/rotating";

  /** On a Secret: what the client secret hashes to, so that a change by hand is noticed. */
  public static final String HASH_ANNOTATION = ApiGroup.NAME + "/secret-hash";

  /** On a Secret: the aliases of the accepted certificates, that of its key first. */
  public static final String KEY_IDS_ANNOTATION = ApiGroup.NAME + "/key-ids";

  /** On a Secret: what its key hashes to, so that a change by hand is noticed. */
  public static final String KEY_HASH_ANNOTATION = ApiGroup.NAME + "/key-hash";

  /** On a Secret and on pod templates: since which change of the Secret the pods run. */
  public static final String RESTARTED_ANNOTATION = ApiGroup.NAME + "/restarted-for";

  private WellKnownNames() {}

  /** The annotations of a resource; none where it has none. */
  public static Map<String, String> annotations(HasMetadata resource) {
    return Objects.requireNonNullElse(resource.getMetadata().getAnnotations(), Map.of());
  }
}
