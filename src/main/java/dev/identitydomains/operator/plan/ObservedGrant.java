package dev.identitydomains.operator.plan;

/**
 * The observed state of a grant that an administrator created.
 *
 * @param granteeId SCIM id of the grantee
 */
public record ObservedGrant(String id, String granteeId, Entitlement entitlement) {}
