package dev.identitydomains.operator.plan;

/**
 * A role that somebody shall have.
 *
 * @param type what the grantee is
 * @param granteeId its id
 */
public record DesiredGrant(GranteeType type, String granteeId, Role role) {}
