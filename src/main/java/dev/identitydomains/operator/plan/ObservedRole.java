package dev.identitydomains.operator.plan;

import java.util.Map;
import java.util.Optional;

/**
 * An AppRole as the domain has it.
 *
 * @param id its id
 * @param version its ETag; empty when the service sent none
 * @param uniqueName its name in the whole domain; empty when not sent
 * @param attributes its attributes by wire name
 */
public record ObservedRole(
    String id,
    Optional<String> version,
    Optional<String> uniqueName,
    Map<String, AttributeValue> attributes) {

  public ObservedRole {
    attributes = Map.copyOf(attributes);
  }
}
