package dev.identitydomains.operator.plan;

import java.util.Map;
import java.util.Optional;

/**
 * An AppRole as the domain has it.
 *
 * @param id its id
 * @param name the App that defines it, and its name there
 * @param version its ETag; empty when it is not known
 * @param attributes its attributes by wire name
 */
public record ObservedRole(
    String id, RoleName name, Optional<String> version, Map<String, AttributeValue> attributes) {

  public ObservedRole {
    attributes = Map.copyOf(attributes);
  }
}
