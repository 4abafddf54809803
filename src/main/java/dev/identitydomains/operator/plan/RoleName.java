package dev.identitydomains.operator.plan;

/**
 * The name of a role, by which its id is found.
 *
 * @param applicationId id of the App that defines it
 * @param displayName the role's name within that App
 */
public record RoleName(String applicationId, String displayName) {

  /** Id of the App that defines the domain's own roles. */
  public static final String DOMAIN_APP = "IDCSAppId";
}
