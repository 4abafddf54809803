package dev.identitydomains.operator.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of the owner of an App.
 *
 * @param clientId client id of the App
 * @param displayName displayName of an adopted App; empty when the spec does not allow adoption by
 *     displayName
 * @param claim the claim of the deleted resource
 * @param retained whether the App stays in the domain
 * @param adopted client ids of the adopted Apps that may be deleted; null for all
 */
public record AppDeletion(
    String clientId,
    String displayName,
    Claim claim,
    boolean retained,
    @Nullable Set<String> adopted) {

  /** The owner tag of the deleted resource. */
  public OwnerTag owner() {
    return claim.owner();
  }

  boolean retains(ObservedApplication app) {
    return retained
        || (app.ownership().adopted() && adopted != null && !adopted.contains(app.clientId()));
  }
}
