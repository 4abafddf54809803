package dev.identitydomains.operator.plan;

/**
 * The desired grant to one grantee.
 *
 * @param type type of the grantee
 * @param granteeId SCIM id of the grantee
 */
public record DesiredGrant(GranteeType type, String granteeId, Entitlement entitlement) {}
