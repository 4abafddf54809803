package dev.identitydomains.operator.kube;

import dev.identitydomains.operator.api.v1alpha1.ApiGroup;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Objects;

/** What the operator keeps of a watched Secret: the identity, the version and the owner. */
final class SecretMetadata {

  private SecretMetadata() {}

  /** Removes all else from a Secret, which another writer may have made as large as 1 MB. */
  static void keepOnly(Secret secret) {
    var metadata = secret.getMetadata();
    SecretLists.typed(secret);
    secret.setData(null);
    secret.setStringData(null);
    secret.setType(null);
    secret.setMetadata(
        new ObjectMetaBuilder()
            .withName(metadata.getName())
            .withNamespace(metadata.getNamespace())
            .withUid(metadata.getUid())
            .withResourceVersion(metadata.getResourceVersion())
            .withOwnerReferences(
                Objects.requireNonNullElse(metadata.getOwnerReferences(), List.<OwnerReference>of())
                    .stream()
                    .filter(SecretMetadata::isApplication)
                    .toList())
            .build());
  }

  /** An object has at most one controller. */
  private static boolean isApplication(OwnerReference owner) {
    return Boolean.TRUE.equals(owner.getController())
        && owner.getKind().equals(HasMetadata.getKind(ClientApplication.class))
        && owner.getApiVersion().startsWith(ApiGroup.NAME + "/");
  }
}
