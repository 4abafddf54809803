package dev.identitydomains.operator.plan;

/**
 * How a role is named before its id is known.
 *
 * @param applicationId id of the App that defines it
 * @param displayName its name within that App
 */
public record RoleName(String applicationId, String displayName) {

  /** Id of the App that defines the domain's own roles. */
  public static final String DOMAIN_APP = "IDCSAppId";
}
