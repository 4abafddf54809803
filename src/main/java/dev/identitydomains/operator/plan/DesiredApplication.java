package dev.identitydomains.operator.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The desired state of an App.
 *
 * @param clientId the App's {@code name}; immutable
 * @param claim the owner tag, and the existing Apps that may get it
 * @param template wire value of {@code basedOnTemplate}; immutable in the service
 * @param active whether the App is active
 * @param attributes declared attributes by wire name; all other attributes stay unchanged
 * @param roles grants to the App; null when the spec has no list of roles
 */
public record DesiredApplication(
    String clientId,
    Claim claim,
    String template,
    boolean active,
    Map<String, AttributeValue> attributes,
    @Nullable DesiredGrants roles) {

  /** Wire name of the App's name in the console, unique in the domain. */
  public static final String DISPLAY_NAME = "displayName";

  /** Wire name of the tags of an App, those of its owner among them. */
  public static final String TAGS = "tags";

  /** Wire name of the flag that shows an App to its users. */
  public static final String IN_PORTAL = "showInMyApps";

  private static final Set<String> GRANTS_OF_USERS = Set.of("authorization_code", "implicit");

  /** Wire name of the certificates of a client. */
  public static final String CERTIFICATES = "certificates";

  /** Wire name of the sub-attribute that identifies a certificate. */
  public static final String CERTIFICATE_KEY = "certAlias";

  public DesiredApplication {
    attributes = Map.copyOf(attributes);
  }

  /** The owner tag of the App. */
  public OwnerTag owner() {
    return claim.owner();
  }

  /** A copy with another claim. */
  public DesiredApplication withClaim(Claim changed) {
    return new DesiredApplication(clientId, changed, template, active, attributes, roles);
  }

  /** A copy with another client id. */
  public DesiredApplication withClientId(String known) {
    return new DesiredApplication(known, claim, template, active, attributes, roles);
  }

  /** A copy with other grants. */
  public DesiredApplication withRoles(DesiredGrants granted) {
    return new DesiredApplication(clientId, claim, template, active, attributes, granted);
  }

  /** A copy with further allowed scopes. */
  public DesiredApplication withScopes(Set<String> further) {
    return new DesiredApplication(
        clientId, claim, template, active, Scopes.with(attributes, further), roles);
  }

  /** A copy without these allowed scopes. */
  public DesiredApplication withoutScopes(Set<String> missing) {
    return new DesiredApplication(
        clientId, claim, template, active, Scopes.without(attributes, missing), roles);
  }

  /** A copy with the certificates of these aliases. */
  public DesiredApplication withCertificates(Collection<String> aliases) {
    var all = new HashMap<>(attributes);
    all.put(CERTIFICATES, AttributeValue.ComplexValues.ofKeys(CERTIFICATE_KEY, aliases));
    return new DesiredApplication(clientId, claim, template, active, all, roles);
  }

  /** Whether users sign in to the application. */
  public boolean isForUsers() {
    return attributes.get("allowedGrants") instanceof AttributeValue.StringSet grants
        && grants.values().stream().anyMatch(GRANTS_OF_USERS::contains);
  }

  /** The fully qualified names of the declared scopes. */
  public Set<String> definedScopes() {
    return Scopes.defined(attributes);
  }

  /** The displayName; empty when none is declared. */
  public String displayName() {
    return attributes.get(DISPLAY_NAME) instanceof AttributeValue.Scalar name
        ? name.value().toString()
        : "";
  }
}
