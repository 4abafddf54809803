package dev.identitydomains.operator.plan;

/**
 * The claim of a resource to its App.
 *
 * @param owner the owner tag of the App
 * @param adoption the existing Apps that the resource may adopt
 */
public record Claim(OwnerTag owner, Adoption adoption) {}
