package dev.identitydomains.operator.controller.reference;

import dev.identitydomains.operator.api.v1alpha1.ApiGroup;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.GrantResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.Optional;

/** The object that a resource belongs to: its domain, or the application that defines its role. */
public final class RelatedObject {

  private RelatedObject() {}

  /** The object that an event on the subject names as {@code related}; empty for none. */
  public static Optional<ObjectReference> of(HasMetadata subject) {
    return switch (subject) {
      case ClientApplication app -> reference("IdentityDomain", References.domainOf(app));
      case AppRole role -> reference("ClientApplication", References.applicationOf(role));
      case GrantResource grant ->
          References.definerFor(grant)
              .map(definer -> reference("ClientApplication", definer))
              .orElseGet(() -> reference("IdentityDomain", References.domainOf(grant).orElse("")));
      default -> Optional.empty();
    };
  }

  /**
   * @param key {@code namespace/name}; empty when the spec has no reference
   */
  private static Optional<ObjectReference> reference(String kind, String key) {
    var slash = key.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : Optional.of(
            new ObjectReferenceBuilder()
                .withApiVersion(ApiGroup.NAME + "/" + ApiGroup.VERSION)
                .withKind(kind)
                .withNamespace(key.substring(0, slash))
                .withName(key.substring(slash + 1))
                .build());
  }
}
