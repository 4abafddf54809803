package dev.identitydomains.operator.plan;

/**
 * The deletion of an App, which must have the owner's tag.
 *
 * @param clientId client id of the App
 * @param displayName displayName of an adopted App; empty when the spec does not allow adoption by
 *     displayName
 * @param owner owner tag of the deleted resource
 * @param adoptedToo whether to delete an adopted App
 */
public record AppDeletion(
    String clientId, String displayName, OwnerTag owner, boolean adoptedToo) {}
