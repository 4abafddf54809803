package dev.identitydomains.operator.translate;

import static dev.identitydomains.operator.translate.WireAttribute.complex;
import static dev.identitydomains.operator.translate.WireAttribute.flag;
import static dev.identitydomains.operator.translate.WireAttribute.keys;
import static dev.identitydomains.operator.translate.WireAttribute.seconds;
import static dev.identitydomains.operator.translate.WireAttribute.strings;
import static dev.identitydomains.operator.translate.WireAttribute.text;

import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientType;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.api.v1alpha1.Portal;
import dev.identitydomains.operator.api.v1alpha1.ResourceScope;
import dev.identitydomains.operator.api.v1alpha1.ResourceServer;
import dev.identitydomains.operator.plan.DesiredApplication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an App ({@code /admin/v1/Apps}) that a ClientApplication may declare: YAML
 * field, wire name, value.
 */
final class AppAttributes {

  private static final AttributeTable<OAuthClient> CLIENT =
      AttributeTable.of(
          text("type", "clientType", AppAttributes::clientType),
          strings("grantTypes", "allowedGrants", OAuthClient::grantTypes),
          strings("redirectUris", "redirectUris", OAuthClient::redirectUris),
          strings(
              "postLogoutRedirectUris",
              "postLogoutRedirectUris",
              OAuthClient::postLogoutRedirectUris),
          text("logoutUri", "logoutUri", OAuthClient::logoutUri),
          flag(
              "allowNonHttpsRedirects",
              "allUrlSchemesAllowed",
              OAuthClient::allowNonHttpsRedirects),
          keys("allowedScopes", "allowedScopes", "fqs", OAuthClient::allowedScopes),
          text("trustScope", "trustScope", AppAttributes::trustScope),
          strings("allowedOperations", "allowedOperations", OAuthClient::allowedOperations),
          flag("bypassConsent", "bypassConsent", OAuthClient::bypassConsent),
          keys(
              "certificateAliases",
              DesiredApplication.CERTIFICATES,
              DesiredApplication.CERTIFICATE_KEY,
              OAuthClient::certificateAliases));

  private static final AttributeTable<ResourceServer> RESOURCE_SERVER =
      AttributeTable.of(
          text("audience", "audience", ResourceServer::audience),
          complex("scopes", "scopes", "value", AppAttributes::scopes),
          seconds("accessTokenLifetime", "accessTokenExpiry", ResourceServer::accessTokenLifetime),
          seconds(
              "refreshTokenLifetime", "refreshTokenExpiry", ResourceServer::refreshTokenLifetime),
          flag("offlineAccess", "allowOffline", ResourceServer::offlineAccess));

  private static final AttributeTable<Portal> PORTAL =
      AttributeTable.of(text("contactEmail", "contactEmailAddress", Portal::contactEmail));

  static final AttributeTable<ClientApplicationSpec> TABLE =
      AttributeTable.<ClientApplicationSpec>of(
              text(
                  "displayName",
                  DesiredApplication.DISPLAY_NAME,
                  ClientApplicationSpec::displayName),
              text("description", "description", ClientApplicationSpec::description),
              flag("client", "isOAuthClient", spec -> spec.client() != null),
              flag("resourceServer", "isOAuthResource", spec -> spec.resourceServer() != null))
          .with("client", ClientApplicationSpec::client, CLIENT)
          .with("resourceServer", ClientApplicationSpec::resourceServer, RESOURCE_SERVER)
          .with("portal", ClientApplicationSpec::portal, PORTAL);

  private AppAttributes() {}

  private static String clientType(OAuthClient client) {
    return Objects.requireNonNullElse(client.type(), ClientType.Confidential)
        .name()
        .toLowerCase(Locale.ROOT);
  }

  private static @Nullable String trustScope(OAuthClient client) {
    return client.trustScope() == null ? null : client.trustScope().name();
  }

  private static @Nullable Map<String, Map<String, Object>> scopes(ResourceServer server) {
    return server.scopes() == null ? null : byValue(server.scopes());
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
