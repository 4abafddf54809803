package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.api.v1alpha1.AdoptionPolicy;
import dev.identitydomains.operator.api.v1alpha1.AppRolePolicy;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientType;
import dev.identitydomains.operator.plan.Adoption;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.Claim;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.DesiredGrants;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Translates the spec of a ClientApplication into the desired App. */
public final class DesiredApplications {

  private DesiredApplications() {}

  /** The desired App without granted roles: the caller resolves the names of roles. */
  public static DesiredApplication of(ApplicationIdentity identity, ClientApplicationSpec spec) {
    return new DesiredApplication(
        clientId(identity, spec),
        claim(identity, spec),
        isPublic(spec) ? "CustomBrowserMobileTemplateId" : "CustomWebAppTemplateId",
        !Boolean.FALSE.equals(spec.active()),
        attributes(identity, spec),
        spec.appRoles() == null
            ? null
            : DesiredGrants.of(Set.of(), spec.appRolePolicy() == AppRolePolicy.Exact));
  }

  /** The claim of the resource to an App, before a domain permits it to adopt one. */
  public static Claim claim(ApplicationIdentity identity, ClientApplicationSpec spec) {
    return new Claim(
        identity.owner(),
        spec.clientId(),
        identity.derivedClientId(),
        adoption(spec),
        Set.of(),
        Set.of(),
        false);
  }

  private static Map<String, AttributeValue> attributes(
      ApplicationIdentity identity, ClientApplicationSpec spec) {
    var declared = AppAttributes.TABLE.declared(spec);
    declared.put(
        DesiredApplication.DISPLAY_NAME,
        AttributeValue.of(displayName(identity.owner().name(), spec)));
    return declared;
  }

  /** The displayName by which the operator may adopt an App; empty without that adoption policy. */
  public static String nameToAdopt(ApplicationIdentity identity, ClientApplicationSpec spec) {
    return adoption(spec) == Adoption.BY_DISPLAY_NAME
        ? displayName(identity.owner().name(), spec)
        : "";
  }

  /** The name of the App in the console; by default the resource's {@code metadata.name}. */
  public static String displayName(String name, ClientApplicationSpec spec) {
    return Objects.requireNonNullElse(spec.displayName(), name);
  }

  private static Adoption adoption(ClientApplicationSpec spec) {
    return switch (Objects.requireNonNullElse(spec.adoptionPolicy(), AdoptionPolicy.Never)) {
      case ByClientId -> Adoption.BY_CLIENT_ID;
      case ByDisplayName -> Adoption.BY_DISPLAY_NAME;
      case Never, Unknown -> Adoption.NEVER;
    };
  }

  /** A value of the shape of each attribute that a spec may declare, by wire name. */
  public static Map<String, AttributeValue> shapes() {
    return AppAttributes.TABLE.shapes();
  }

  /** The client id of the App: the declared one, else the derived one. */
  public static String clientId(ApplicationIdentity identity, ClientApplicationSpec spec) {
    return Objects.requireNonNullElseGet(spec.clientId(), identity::derivedClientId);
  }

  /** Whether the App is a Public client, which has no client secret. */
  public static boolean isPublic(ClientApplicationSpec spec) {
    return spec.client() != null && spec.client().type() == ClientType.Public;
  }
}
