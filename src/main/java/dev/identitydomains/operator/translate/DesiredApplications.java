package dev.identitydomains.operator.translate;

import static dev.identitydomains.operator.plan.DesiredApplication.DISPLAY_NAME;

import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.api.v1alpha1.ResourceScope;
import dev.identitydomains.operator.api.v1alpha1.ResourceServer;
import dev.identitydomains.operator.plan.DesiredApplication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a ClientApplication's spec into what the App shall be. Wire names are those of the
 * service's App resource ({@code /admin/v1/Apps}).
 */
public final class DesiredApplications {

  /** The client type without a secret, as specs write it. */
  public static final String PUBLIC = "Public";

  private DesiredApplications() {}

  /** The desired App; its roles, which need the domain to be resolved, are still unknown. */
  public static DesiredApplication of(ApplicationIdentity identity, ClientApplicationSpec spec) {
    var wire =
        new WireAttributes()
            .text(
                DISPLAY_NAME,
                Optional.ofNullable(spec.displayName()).orElse(identity.owner().name()))
            .text("description", spec.description())
            .flag("isOAuthClient", spec.client() != null)
            .flag("isOAuthResource", spec.resourceServer() != null);
    if (spec.client() != null) {
      client(wire, spec.client());
    }
    if (spec.resourceServer() != null) {
      resourceServer(wire, spec.resourceServer());
    }
    return new DesiredApplication(
        clientId(identity, spec),
        identity.owner(),
        isPublic(spec) ? "CustomBrowserMobileTemplateId" : "CustomWebAppTemplateId",
        !Boolean.FALSE.equals(spec.active()),
        wire.declared(),
        spec.appRoles() == null ? Optional.empty() : Optional.of(Set.of()));
  }

  /** The App's client id: the declared one, or one derived from the resource's uid. */
  public static String clientId(ApplicationIdentity identity, ClientApplicationSpec spec) {
    return Optional.ofNullable(spec.clientId()).orElseGet(identity::derivedClientId);
  }

  /** Whether the App is a client without a secret. */
  public static boolean isPublic(ClientApplicationSpec spec) {
    return spec.client() != null && PUBLIC.equals(spec.client().type());
  }

  private static void client(WireAttributes wire, OAuthClient client) {
    var type = Optional.ofNullable(client.type()).orElse("Confidential");
    wire.text("clientType", type.toLowerCase(Locale.ROOT))
        .texts("allowedGrants", client.grantTypes())
        .texts("redirectUris", client.redirectUris())
        .texts("postLogoutRedirectUris", client.postLogoutRedirectUris())
        .text("logoutUri", client.logoutUri())
        .flag("allUrlSchemesAllowed", client.allowNonHttpsRedirects())
        .keys("allowedScopes", "fqs", client.allowedScopes())
        .text("trustScope", client.trustScope())
        .texts("allowedOperations", client.allowedOperations())
        .flag("bypassConsent", client.bypassConsent())
        .keys("certificates", "certAlias", client.certificateAliases());
  }

  private static void resourceServer(WireAttributes wire, ResourceServer server) {
    wire.text("audience", server.audience())
        .entries("scopes", "value", scopes(server.scopes()))
        .seconds("accessTokenExpiry", server.accessTokenLifetime())
        .seconds("refreshTokenExpiry", server.refreshTokenLifetime())
        .flag("allowOffline", server.offlineAccess());
  }

  private static @Nullable Map<String, Map<String, Object>> scopes(
      @Nullable List<ResourceScope> scopes) {
    if (scopes == null) {
      return null;
    }
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
