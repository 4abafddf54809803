package dev.identitydomains.operator.plan;

import org.jspecify.annotations.Nullable;

/**
 * A grant that the operator has recorded for a resource, because a grant has no owner tag.
 *
 * @param type type of the grantee
 * @param granteeId SCIM id of the grantee
 * @param entitlementId SCIM id of the role, or of the App as a whole
 * @param ofWholeApp whether it is a grant of an App as a whole
 * @param grantId id of the Grant; null when its creation is announced, but not confirmed
 * @param adopted whether the grant existed before its resource
 */
public record RecordedGrant(
    GranteeType type,
    String granteeId,
    String entitlementId,
    boolean ofWholeApp,
    @Nullable String grantId,
    boolean adopted) {

  /** The announcement of a grant that the operator is about to create. */
  public static RecordedGrant announced(DesiredGrant grant) {
    return of(grant, null, false);
  }

  /** The record of a grant that exists. */
  public RecordedGrant confirmed(String id) {
    return new RecordedGrant(type, granteeId, entitlementId, ofWholeApp, id, adopted);
  }

  /** The record of a grant that existed before its resource. */
  public static RecordedGrant adopted(DesiredGrant grant, String id) {
    return of(grant, id, true);
  }

  private static RecordedGrant of(DesiredGrant grant, @Nullable String id, boolean adopted) {
    var entitlement = grant.entitlement();
    return new RecordedGrant(
        grant.type(),
        grant.granteeId(),
        entitlement.id(),
        entitlement instanceof WholeApp,
        id,
        adopted);
  }

  /** Whether it records a grant of the same to the same grantee. */
  public boolean isOf(DesiredGrant grant) {
    return granteeId.equals(grant.granteeId()) && entitlementId.equals(grant.entitlement().id());
  }

  /** Whether it records this grant of the domain. */
  public boolean isOf(ObservedGrant grant) {
    return granteeId.equals(grant.granteeId())
        && entitlementId.equals(grant.entitlement().id())
        && (grantId == null || grantId.equals(grant.id()));
  }
}
