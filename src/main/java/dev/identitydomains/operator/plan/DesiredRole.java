package dev.identitydomains.operator.plan;

import java.util.Map;

/**
 * The desired state of an AppRole.
 *
 * @param applicationId id of the App that defines it
 * @param displayName its name within that App; immutable
 * @param fixed declared attributes that are immutable in the service, by wire name
 * @param attributes declared mutable attributes, by wire name
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

  /** The name, by which the role is found. */
  public RoleName name() {
    return new RoleName(applicationId, displayName);
  }

  /** The display name in a unique name: no id of an App has an underscore. */
  public static String displayNameIn(String uniqueName) {
    return uniqueName.substring(uniqueName.indexOf('_') + 1);
  }

  /** The {@code uniqueName} that the service derives: the role's name in the whole domain. */
  public String uniqueName() {
    return applicationId + "_" + displayName;
  }
}
