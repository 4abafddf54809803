package dev.identitydomains.operator.plan;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An App as the domain has it, without its secret.
 *
 * @param ref its ids and version
 * @param clientId its {@code name}
 * @param ownership whose it is
 * @param template wire value of {@code basedOnTemplate}; empty when not sent
 * @param active whether the App may be used
 * @param attributes attributes by wire name, without those that only the service can write
 * @param grants the roles that an administrator granted to the App, by the Grant's id
 */
public record ObservedApplication(
    AppRef ref,
    String clientId,
    Ownership ownership,
    Optional<String> template,
    boolean active,
    Map<String, AttributeValue> attributes,
    Map<String, Role> grants) {

  public ObservedApplication {
    attributes = Map.copyOf(attributes);
    grants = Map.copyOf(grants);
  }

  /** The granted roles. */
  public Set<Role> roles() {
    return Set.copyOf(grants.values());
  }

  /** Fully qualified names of the scopes that it defines. */
  public Set<String> definedScopes() {
    return Scopes.defined(attributes);
  }

  /** Fully qualified names of the scopes that it may ask for. */
  public Set<String> allowedScopes() {
    return Scopes.allowed(attributes);
  }

  /** Aliases of the certificates that it may sign with. */
  public Set<String> certificates() {
    return AttributeValue.keys(attributes.get(DesiredApplication.CERTIFICATES));
  }

  /** What it wants access tokens to be for; empty when it is no resource server. */
  public String audience() {
    return Scopes.audience(attributes);
  }

  /** This App with what else it is called, and another ETag. */
  public ObservedApplication withRef(AppRef known) {
    return new ObservedApplication(
        known, clientId, ownership, template, active, attributes, grants);
  }

  /** This App with its grants known. */
  public ObservedApplication withGrants(Map<String, Role> known) {
    return new ObservedApplication(ref, clientId, ownership, template, active, attributes, known);
  }

  /** Its name in the console; empty when it is not known. */
  public String displayName() {
    return attributes.get(DesiredApplication.DISPLAY_NAME) instanceof AttributeValue.Scalar name
        ? name.value().toString()
        : "";
  }
}
