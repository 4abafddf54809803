package dev.identitydomains.operator.plan;

/**
 * An app role that exists in the domain.
 *
 * @param applicationId id of the App that defines it; {@code IDCSAppId} for the domain's own roles
 * @param id id of the AppRole
 */
public record Role(String applicationId, String id) implements Entitlement {}
