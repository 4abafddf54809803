package dev.identitydomains.operator.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claim of a resource to its App.
 *
 * @param owner the owner tag of the App
 * @param adoption the existing Apps that the resource may adopt
 * @param adoptable the client ids of the Apps whose adoption is permitted; null for all
 */
public record Claim(OwnerTag owner, Adoption adoption, @Nullable Set<String> adoptable) {

  /** Whether the adoption of an App with this client id is permitted. */
  boolean permits(String clientId) {
    return adoptable == null || adoptable.contains(clientId);
  }
}
