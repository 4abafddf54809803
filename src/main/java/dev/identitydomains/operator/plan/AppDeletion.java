package dev.identitydomains.operator.plan;

/**
 * An App to delete, if its owner tag is the owner's.
 *
 * @param clientId its client id
 * @param displayName the name by which it may have been adopted; empty when it may not
 * @param owner the resource that was deleted
 * @param adoptedToo whether to delete an App that existed before its adoption
 */
public record AppDeletion(
    String clientId, String displayName, OwnerTag owner, boolean adoptedToo) {}
