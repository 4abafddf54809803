package dev.identitydomains.operator.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an App shall be.
 *
 * @param clientId the App's {@code name}: chosen before it exists and never changed
 * @param claim the owner tag, and the existing Apps that may get it
 * @param template wire value of {@code basedOnTemplate}; immutable in the service
 * @param active whether the App may be used
 * @param attributes declared attributes by their wire name; those not named are left alone
 * @param roles roles granted to the App; null when the spec declares none at all
 */
public record DesiredApplication(
    String clientId,
    Claim claim,
    String template,
    boolean active,
    Map<String, AttributeValue> attributes,
    @Nullable DesiredGrants roles) {

  /** Wire name of the attribute that must be unique in the domain beside the client id. */
  public static final String DISPLAY_NAME = "displayName";

  /** Wire name of the attribute with the certificates that a client may sign with. */
  public static final String CERTIFICATES = "certificates";

  /** Wire name of what tells certificates apart. */
  public static final String CERTIFICATE_KEY = "certAlias";

  public DesiredApplication {
    attributes = Map.copyOf(attributes);
  }

  /** The owner tag of the App. */
  public OwnerTag owner() {
    return claim.owner();
  }

  /** This application with its granted roles known. */
  public DesiredApplication withRoles(DesiredGrants granted) {
    return new DesiredApplication(clientId, claim, template, active, attributes, granted);
  }

  /** This application without scopes that are not there. */
  public DesiredApplication withoutScopes(Set<String> missing) {
    return new DesiredApplication(
        clientId, claim, template, active, Scopes.without(attributes, missing), roles);
  }

  /** This application with these certificates, by their aliases. */
  public DesiredApplication withCertificates(Collection<String> aliases) {
    var all = new HashMap<>(attributes);
    all.put(CERTIFICATES, AttributeValue.ComplexValues.ofKeys(CERTIFICATE_KEY, aliases));
    return new DesiredApplication(clientId, claim, template, active, all, roles);
  }

  /** The name that must be unique in the domain; empty when none is declared. */
  public String displayName() {
    return attributes.get(DISPLAY_NAME) instanceof AttributeValue.Scalar name
        ? name.value().toString()
        : "";
  }
}
