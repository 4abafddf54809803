package dev.identitydomains.operator.plan;

import java.util.Map;

/**
 * What an AppRole shall be.
 *
 * @param applicationId id of the App that defines it
 * @param displayName its name within that App; immutable
 * @param fixed declared attributes that the service never changes, by wire name
 * @param attributes declared attributes that may change, by wire name
 */
public record DesiredRole(
    String applicationId,
    String displayName,
    Map<String, AttributeValue> fixed,
    Map<String, AttributeValue> attributes) {

  public DesiredRole {
    fixed = Map.copyOf(fixed);
    attributes = Map.copyOf(attributes);
  }

  /** How the role is found. */
  public RoleName name() {
    return new RoleName(applicationId, displayName);
  }

  /** Its name in the whole domain ({@code uniqueName}), which the service derives. */
  public String uniqueName() {
    return applicationId + "_" + displayName;
  }
}
