package dev.identitydomains.operator.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The observed state of an AppRole.
 *
 * @param id SCIM id
 * @param name the App that defines the role, and the role's name within that App
 * @param version ETag; null when unknown
 * @param attributes attributes by wire name
 */
public record ObservedRole(
    String id, RoleName name, @Nullable String version, Map<String, AttributeValue> attributes) {

  public ObservedRole {
    attributes = Map.copyOf(attributes);
  }
}
