package dev.identitydomains.operator.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claim of a resource to its App.
 *
 * @param owner the owner tag of the App
 * @param clientId the declared client id; null when the resource accepts that of the App it owns
 * @param derivedClientId the client id that a resource without a declared one makes from its uid,
 *     so that no other can have it
 * @param adoption the existing Apps that the resource may adopt
 * @param adoptable the client ids of the Apps whose adoption is permitted; null for all
 * @param predecessors the cluster ids of the clusters whose Apps this one takes over
 * @param seesOwners whether messages may name owners of other namespaces: the resource is in that
 *     of the IdentityDomain
 */
public record Claim(
    OwnerTag owner,
    @Nullable String clientId,
    String derivedClientId,
    Adoption adoption,
    @Nullable Set<String> adoptable,
    Set<String> predecessors,
    boolean seesOwners) {

  public Claim {
    predecessors = Set.copyOf(predecessors);
  }

  /**
   * A copy for a domain.
   *
   * @param permitted the client ids of the Apps whose adoption is permitted; null for all
   * @param clusters the cluster ids of the clusters whose Apps this one takes over
   * @param own whether the resource is in the namespace of the IdentityDomain
   */
  public Claim in(@Nullable Set<String> permitted, Set<String> clusters, boolean own) {
    return new Claim(owner, clientId, derivedClientId, adoption, permitted, clusters, own);
  }

  /** A copy that adopts nothing. */
  public Claim withoutAdoption() {
    return new Claim(
        owner, clientId, derivedClientId, Adoption.NEVER, adoptable, predecessors, seesOwners);
  }

  /** Whether the adoption of an App with this client id is permitted. */
  boolean permits(String adopted) {
    return adoptable == null || adoptable.contains(adopted);
  }

  /** Whether the App belongs to the resource, or was left to it. */
  boolean isOf(ObservedApplication app) {
    return app.ownership().belongsTo(owner) || inherits(app) || hasLost(app);
  }

  /**
   * Whether the resource has created the App, and another writer has removed the owner tag, for
   * example by a PUT of all attributes. A declared client id proves nothing: anybody may choose it.
   */
  public boolean hasLost(ObservedApplication app) {
    return clientId == null
        && app.ownership().isUnmarked()
        && app.clientId().equals(derivedClientId);
  }

  /**
   * Whether the App was left to the resource: by a deleted resource of the same name in the same
   * namespace, or by the resource of the same name in a cluster whose successor this one is.
   */
  public boolean inherits(ObservedApplication app) {
    var ownership = app.ownership();
    return !ownership.builtIn()
        && (clientId == null || clientId.equals(app.clientId()))
        && (ownership.isReleasedBy(owner)
            || ownership.lastOwner().filter(this::isPredecessor).isPresent());
  }

  private boolean isPredecessor(OwnerTag last) {
    return predecessors.contains(last.clusterId()) && last.resource().equals(owner.resource());
  }
}
