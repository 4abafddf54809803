package dev.identitydomains.operator.plan;

/**
 * An App as a whole: its Grant has no {@code entitlement}.
 *
 * @param applicationId SCIM id of the App
 */
public record WholeApp(String applicationId) implements Entitlement {

  @Override
  public String id() {
    return applicationId;
  }
}
