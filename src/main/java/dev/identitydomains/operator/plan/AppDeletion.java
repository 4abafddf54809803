package dev.identitydomains.operator.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of an App, which must have the owner's tag.
 *
 * @param clientId client id of the App
 * @param displayName displayName of an adopted App; empty when the spec does not allow adoption by
 *     displayName
 * @param owner owner tag of the deleted resource
 * @param adopted client ids of the adopted Apps that may be deleted; null for all
 */
public record AppDeletion(
    String clientId, String displayName, OwnerTag owner, @Nullable Set<String> adopted) {

  boolean deletesAdopted(String adoptedClientId) {
    return adopted == null || adopted.contains(adoptedClientId);
  }
}
