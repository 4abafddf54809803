package dev.identitydomains.operator.plan;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An App as the domain has it, without its secret.
 *
 * @param ref its ids and version
 * @param ownership whose it is
 * @param template wire value of {@code basedOnTemplate}; null when not sent
 * @param active whether the App may be used
 * @param attributes attributes by wire name, without those that only the service can write
 * @param grants the roles that an administrator granted to the App, by the Grant's id
 */
public record ObservedApplication(
    AppRef ref,
    Ownership ownership,
    @Nullable String template,
    boolean active,
    Map<String, AttributeValue> attributes,
    Map<String, Role> grants) {

  public ObservedApplication {
    attributes = Map.copyOf(attributes);
    grants = Map.copyOf(grants);
  }

  /** Its client id ({@code name}). */
  public String clientId() {
    return ref.clientId();
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
    return new ObservedApplication(known, ownership, template, active, attributes, grants);
  }

  /** This App with its grants known. */
  public ObservedApplication withGrants(Map<String, Role> known) {
    return new ObservedApplication(ref, ownership, template, active, attributes, known);
  }

  /** A copy with other attributes, and another ETag; null when unknown. */
  public ObservedApplication withAttributes(
      Map<String, AttributeValue> changed, @Nullable String version) {
    return new ObservedApplication(
        ref.withVersion(version), ownership, template, active, changed, grants);
  }

  /** A copy with another owner; its ETag is unknown. */
  public ObservedApplication withOwnership(Ownership changed) {
    return new ObservedApplication(
        ref.withVersion(null), changed, template, active, attributes, grants);
  }

  /** A copy that is active or not; its ETag is unknown. */
  public ObservedApplication withActive(boolean changed) {
    return new ObservedApplication(
        ref.withVersion(null), ownership, template, changed, attributes, grants);
  }

  /** Its name in the console; empty when it is not known. */
  public String displayName() {
    return attributes.get(DesiredApplication.DISPLAY_NAME) instanceof AttributeValue.Scalar name
        ? name.value().toString()
        : "";
  }
}
