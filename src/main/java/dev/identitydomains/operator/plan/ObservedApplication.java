package dev.identitydomains.operator.plan;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The observed state of an App, without its client secret.
 *
 * @param ref ids and version
 * @param ownership the owner
 * @param template wire value of {@code basedOnTemplate}; null when unknown
 * @param active whether the App is active
 * @param attributes attributes by wire name, without read-only ones
 * @param grants roles that administrators granted to the App, by id of the Grant
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

  /** Fully qualified names of the scopes that the App defines. */
  public Set<String> definedScopes() {
    return Scopes.defined(attributes);
  }

  /** Fully qualified names of the scopes that the App may request. */
  public Set<String> allowedScopes() {
    return Scopes.allowed(attributes);
  }

  /** Aliases of the certificates that the App lists. */
  public Set<String> certificates() {
    return AttributeValue.keys(attributes.get(DesiredApplication.CERTIFICATES));
  }

  /** The audience of access tokens; empty when the App is no resource server. */
  public String audience() {
    return Scopes.audience(attributes);
  }

  /** A copy with other ids and another ETag. */
  public ObservedApplication withRef(AppRef known) {
    return new ObservedApplication(known, ownership, template, active, attributes, grants);
  }

  /** A copy with other grants. */
  public ObservedApplication withGrants(Map<String, Role> known) {
    return new ObservedApplication(ref, ownership, template, active, attributes, known);
  }

  /** A copy with other attributes and another ETag; null when that is unknown. */
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

  /** A copy with another active state; its ETag is unknown. */
  public ObservedApplication withActive(boolean changed) {
    return new ObservedApplication(
        ref.withVersion(null), ownership, template, changed, attributes, grants);
  }

  /** The displayName; empty when unknown. */
  public String displayName() {
    return attributes.get(DesiredApplication.DISPLAY_NAME) instanceof AttributeValue.Scalar name
        ? name.value().toString()
        : "";
  }
}
