package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.plan.OwnerTag;

/**
 * The identity of a ClientApplication.
 *
 * @param owner cluster id, namespace and name
 * @param uid its {@code metadata.uid}
 */
public record ApplicationIdentity(OwnerTag owner, String uid) {

  /** The default of {@code spec.clientId}: the name, for readers, and the uid. */
  public String derivedClientId() {
    return namePrefix() + uid.replace("-", "");
  }

  /** The part of derived names that a later resource of the same name has as well. */
  public String namePrefix() {
    return owner.name().replaceAll("[^A-Za-z0-9]", "_") + "_";
  }
}
