package dev.identitydomains.operator.plan;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An App as the domain has it, without its secret.
 *
 * @param id the App's id
 * @param version its ETag; empty when the service sent none
 * @param clientId its {@code name}
 * @param owner value of its owner tag
 * @param oraclesOwn true for Apps that belong to the service itself
 * @param template wire value of {@code basedOnTemplate}; empty when not sent
 * @param active whether the App may be used
 * @param attributes attributes by wire name, without those that only the service can write
 * @param grants the roles that an administrator granted to the App, by the Grant's id
 */
public record ObservedApplication(
    String id,
    Optional<String> version,
    String clientId,
    Optional<String> owner,
    boolean oraclesOwn,
    Optional<String> template,
    boolean active,
    Map<String, AttributeValue> attributes,
    Map<String, Role> grants) {

  public ObservedApplication {
    attributes = Map.copyOf(attributes);
    grants = Map.copyOf(grants);
  }

  /** Whether the App carries this owner's mark and does not belong to the service. */
  public boolean belongsTo(OwnerTag tag) {
    return !oraclesOwn && owner.equals(Optional.of(tag.value()));
  }

  /** The granted roles. */
  public Set<Role> roles() {
    return Set.copyOf(grants.values());
  }
}
