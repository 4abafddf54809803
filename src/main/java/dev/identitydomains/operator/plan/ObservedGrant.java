package dev.identitydomains.operator.plan;

/**
 * A role that an administrator granted to an App, as the domain has it.
 *
 * @param granteeId id of the App that has the role
 */
public record ObservedGrant(String id, String granteeId, Role role) {}
