package dev.identitydomains.operator.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An AppRole as the domain has it.
 *
 * @param id its id
 * @param name the App that defines it, and its name there
 * @param version its ETag; null when unknown
 * @param attributes its attributes by wire name
 */
public record ObservedRole(
    String id, RoleName name, @Nullable String version, Map<String, AttributeValue> attributes) {

  public ObservedRole {
    attributes = Map.copyOf(attributes);
  }
}
