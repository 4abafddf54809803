package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.api.v1alpha1.AdoptionPolicy;
import dev.identitydomains.operator.api.v1alpha1.AppRolePolicy;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientType;
import dev.identitydomains.operator.api.v1alpha1.NamespacedRef;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.api.v1alpha1.ResourceScope;
import dev.identitydomains.operator.api.v1alpha1.ResourceServer;
import dev.identitydomains.operator.api.v1alpha1.TrustScope;
import dev.identitydomains.operator.plan.Adoption;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.DesiredGrants;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a ClientApplication's spec into what the App shall be. Wire names are those of the
 * service's App resource ({@code /admin/v1/Apps}).
 */
public final class DesiredApplications {

  private static final ClientApplicationSpec NOTHING_DECLARED =
      new ClientApplicationSpec(
          new NamespacedRef("", null),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);

  private DesiredApplications() {}

  /** The desired App; its roles, which need the domain to be resolved, are still unknown. */
  public static DesiredApplication of(ApplicationIdentity identity, ClientApplicationSpec spec) {
    return new DesiredApplication(
        clientId(identity, spec),
        identity.owner(),
        isPublic(spec) ? "CustomBrowserMobileTemplateId" : "CustomWebAppTemplateId",
        !Boolean.FALSE.equals(spec.active()),
        attributes(identity.owner().name(), spec).declared(),
        adoption(spec),
        Optional.ofNullable(spec.appRoles()).map(_ -> DesiredGrants.of(Set.of(), isExact(spec))));
  }

  /** The displayName by which an App may be taken over; empty when it may not. */
  public static String nameToAdopt(ApplicationIdentity identity, ClientApplicationSpec spec) {
    return adoption(spec) == Adoption.BY_DISPLAY_NAME
        ? displayName(identity.owner().name(), spec)
        : "";
  }

  private static boolean isExact(ClientApplicationSpec spec) {
    return spec.appRolePolicy() == AppRolePolicy.Exact;
  }

  private static String displayName(String name, ClientApplicationSpec spec) {
    return Objects.requireNonNullElse(spec.displayName(), name);
  }

  private static Adoption adoption(ClientApplicationSpec spec) {
    return switch (Objects.requireNonNullElse(spec.adoptionPolicy(), AdoptionPolicy.Never)) {
      case ByClientId -> Adoption.BY_CLIENT_ID;
      case ByDisplayName -> Adoption.BY_DISPLAY_NAME;
      case Never, Unknown -> Adoption.NEVER;
    };
  }

  /** Every attribute of an App that specs may declare, with a value of its shape. */
  public static Map<String, AttributeValue> shapes() {
    return attributes("", NOTHING_DECLARED).shapes();
  }

  private static WireAttributes attributes(String name, ClientApplicationSpec spec) {
    var wire =
        new WireAttributes()
            .text("displayName", Optional.of(displayName(name, spec)))
            .text("description", Optional.ofNullable(spec.description()))
            .flag("isOAuthClient", Optional.of(spec.client() != null))
            .flag("isOAuthResource", Optional.of(spec.resourceServer() != null));
    client(wire, Optional.ofNullable(spec.client()));
    resourceServer(wire, Optional.ofNullable(spec.resourceServer()));
    return wire;
  }

  /** The App's client id: the declared one, or one derived from the resource's uid. */
  public static String clientId(ApplicationIdentity identity, ClientApplicationSpec spec) {
    return Optional.ofNullable(spec.clientId()).orElseGet(identity::derivedClientId);
  }

  /** Whether the App is a client without a secret. */
  public static boolean isPublic(ClientApplicationSpec spec) {
    return spec.client() != null && spec.client().type() == ClientType.Public;
  }

  private static void client(WireAttributes wire, Optional<OAuthClient> client) {
    wire.text("clientType", client.map(DesiredApplications::clientType))
        .texts("allowedGrants", client.map(OAuthClient::grantTypes))
        .texts("redirectUris", client.map(OAuthClient::redirectUris))
        .texts("postLogoutRedirectUris", client.map(OAuthClient::postLogoutRedirectUris))
        .text("logoutUri", client.map(OAuthClient::logoutUri))
        .flag("allUrlSchemesAllowed", client.map(OAuthClient::allowNonHttpsRedirects))
        .keys("allowedScopes", "fqs", client.map(OAuthClient::allowedScopes))
        .text("trustScope", client.map(OAuthClient::trustScope).map(TrustScope::name))
        .texts("allowedOperations", client.map(OAuthClient::allowedOperations))
        .flag("bypassConsent", client.map(OAuthClient::bypassConsent))
        .keys(
            DesiredApplication.CERTIFICATES,
            DesiredApplication.CERTIFICATE_KEY,
            client.map(OAuthClient::certificateAliases));
  }

  private static String clientType(OAuthClient client) {
    return Objects.requireNonNullElse(client.type(), ClientType.Confidential)
        .name()
        .toLowerCase(Locale.ROOT);
  }

  private static void resourceServer(WireAttributes wire, Optional<ResourceServer> server) {
    wire.text("audience", server.map(ResourceServer::audience))
        .entries(
            "scopes", "value", server.map(ResourceServer::scopes).map(DesiredApplications::byValue))
        .seconds("accessTokenExpiry", server.map(ResourceServer::accessTokenLifetime))
        .seconds("refreshTokenExpiry", server.map(ResourceServer::refreshTokenLifetime))
        .flag("allowOffline", server.map(ResourceServer::offlineAccess));
  }

  private static Map<String, Map<String, Object>> byValue(List<ResourceScope> scopes) {
    var entries = new LinkedHashMap<String, Map<String, Object>>();
    scopes.forEach(scope -> entries.put(scope.value(), subAttributes(scope)));
    return entries;
  }

  private static Map<String, Object> subAttributes(ResourceScope scope) {
    var declared = new LinkedHashMap<String, Object>();
    Optional.ofNullable(scope.displayName()).ifPresent(v -> declared.put("displayName", v));
    Optional.ofNullable(scope.description()).ifPresent(v -> declared.put("description", v));
    Optional.ofNullable(scope.requiresConsent()).ifPresent(v -> declared.put("requiresConsent", v));
    return declared;
  }
}
