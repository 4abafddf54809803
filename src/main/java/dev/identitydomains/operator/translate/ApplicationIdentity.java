package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.plan.OwnerTag;

/**
 * Which ClientApplication it is.
 *
 * @param owner cluster, namespace and name
 * @param uid its {@code metadata.uid}
 */
public record ApplicationIdentity(OwnerTag owner, String uid) {

  /** The client id of an application that declares none: its name, for people, and its uid. */
  public String derivedClientId() {
    return owner.name().replaceAll("[^A-Za-z0-9]", "_") + "_" + uid.replace("-", "");
  }
}
