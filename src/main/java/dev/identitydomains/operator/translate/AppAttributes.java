package dev.identitydomains.operator.translate;

import static dev.identitydomains.operator.translate.WireAttribute.complex;
import static dev.identitydomains.operator.translate.WireAttribute.entries;
import static dev.identitydomains.operator.translate.WireAttribute.flag;
import static dev.identitydomains.operator.translate.WireAttribute.keys;
import static dev.identitydomains.operator.translate.WireAttribute.seconds;
import static dev.identitydomains.operator.translate.WireAttribute.strings;
import static dev.identitydomains.operator.translate.WireAttribute.text;

import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientType;
import dev.identitydomains.operator.api.v1alpha1.ExtraAttributes;
import dev.identitydomains.operator.api.v1alpha1.OAuthClient;
import dev.identitydomains.operator.api.v1alpha1.Portal;
import dev.identitydomains.operator.api.v1alpha1.ResourceScope;
import dev.identitydomains.operator.api.v1alpha1.ResourceServer;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.EntryKey;
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

  /** The sub-attribute that identifies a tag. */
  private static final String TAG = "key";

  private static final String OCI_TAGS =
      "urn:ietf:params:scim:schemas:oracle:idcs:extension:OCITags:";

  /** The case of namespaces and keys of defined tags does not matter in OCI. */
  private static final EntryKey DEFINED_TAG = new EntryKey(List.of("namespace", TAG), false);

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
          complex("allowedTags", "allowedTags", TAG, client -> tags(client.allowedTags())),
          strings("allowedOperations", "allowedOperations", OAuthClient::allowedOperations),
          flag("bypassConsent", "bypassConsent", OAuthClient::bypassConsent),
          flag("requireAssignment", "allowAccessControl", OAuthClient::requireAssignment),
          text("networkPerimeters", "clientIPChecking", AppAttributes::clientIpChecking),
          keys(
              "networkPerimeters",
              "appsNetworkPerimeters",
              "value",
              OAuthClient::networkPerimeters),
          text("idTokenEncryption", "idTokenEncAlgo", OAuthClient::idTokenEncryption),
          keys(
              "certificateAliases",
              DesiredApplication.CERTIFICATES,
              DesiredApplication.CERTIFICATE_KEY,
              OAuthClient::certificateAliases));

  private static final AttributeTable<ResourceServer> RESOURCE_SERVER =
      AttributeTable.of(
          text("audience", "audience", ResourceServer::audience),
          keys(
              "secondaryAudiences",
              "protectableSecondaryAudiences",
              "value",
              ResourceServer::secondaryAudiences),
          complex("scopes", "scopes", "value", AppAttributes::scopes),
          seconds("accessTokenLifetime", "accessTokenExpiry", ResourceServer::accessTokenLifetime),
          seconds(
              "refreshTokenLifetime", "refreshTokenExpiry", ResourceServer::refreshTokenLifetime),
          flag("offlineAccess", "allowOffline", ResourceServer::offlineAccess));

  private static final AttributeTable<Portal> PORTAL =
      AttributeTable.of(
          flag("show", DesiredApplication.IN_PORTAL, Portal::show),
          text("landingPage", "landingPageUrl", Portal::landingPage),
          text("homePage", "homePageUrl", Portal::homePage),
          text("logo", "productLogoUrl", Portal::logo),
          text("icon", "icon", Portal::icon),
          text("productName", "productName", Portal::productName),
          text("contactEmail", "contactEmailAddress", Portal::contactEmail),
          text("privacyPolicy", "privacyPolicyUrl", Portal::privacyPolicy),
          text("termsOfService", "termsOfServiceUrl", Portal::termsOfService),
          text("loginPage", "loginPageUrl", Portal::loginPage),
          text("logoutPage", "logoutPageUrl", Portal::logoutPage),
          text("errorPage", "errorPageUrl", Portal::errorPage));

  /** Attributes without a field of their own, which are rare. */
  private static final AttributeTable<ExtraAttributes> EXTRA =
      AttributeTable.of(
          text("callbackServiceUrl", "callbackServiceUrl", ExtraAttributes::callbackServiceUrl),
          strings(
              "delegatedServiceNames",
              "delegatedServiceNames",
              ExtraAttributes::delegatedServiceNames),
          flag(
              "disableKmsiTokenAuthentication",
              "disableKmsiTokenAuthentication",
              ExtraAttributes::disableKmsiTokenAuthentication),
          flag("isLoginTarget", "isLoginTarget", ExtraAttributes::isLoginTarget),
          flag("isMobileTarget", "isMobileTarget", ExtraAttributes::isMobileTarget),
          flag("isObligationCapable", "isObligationCapable", ExtraAttributes::isObligationCapable),
          text("linkingCallbackUrl", "linkingCallbackUrl", ExtraAttributes::linkingCallbackUrl),
          text("loginMechanism", "loginMechanism", ExtraAttributes::loginMechanism));

  static final AttributeTable<ClientApplicationSpec> TABLE =
      AttributeTable.<ClientApplicationSpec>of(
              text(
                  "displayName",
                  DesiredApplication.DISPLAY_NAME,
                  ClientApplicationSpec::displayName),
              text("description", "description", ClientApplicationSpec::description),
              entries("tags", DesiredApplication.TAGS, EntryKey.of(TAG), spec -> tags(spec.tags())),
              entries(
                  "freeformTags",
                  OCI_TAGS + "freeformTags",
                  EntryKey.of(TAG),
                  spec -> tags(spec.freeformTags())),
              entries(
                  "definedTags",
                  OCI_TAGS + "definedTags",
                  DEFINED_TAG,
                  spec -> tags(spec.definedTags())),
              flag("client", "isOAuthClient", spec -> spec.client() != null),
              flag("resourceServer", "isOAuthResource", spec -> spec.resourceServer() != null))
          .with("client", ClientApplicationSpec::client, CLIENT)
          .with("resourceServer", ClientApplicationSpec::resourceServer, RESOURCE_SERVER)
          .with("portal", ClientApplicationSpec::portal, PORTAL)
          .with("extraAttributes", ClientApplicationSpec::extraAttributes, EXTRA);

  private AppAttributes() {}

  private static String clientType(OAuthClient client) {
    return Objects.requireNonNullElse(client.type(), ClientType.Confidential)
        .name()
        .toLowerCase(Locale.ROOT);
  }

  private static @Nullable String clientIpChecking(OAuthClient client) {
    if (client.networkPerimeters() == null) {
      return null;
    }
    return client.networkPerimeters().isEmpty() ? "anywhere" : "whitelisted";
  }

  private static @Nullable Map<String, Map<String, Object>> tags(
      @Nullable Map<String, String> declared) {
    if (declared == null) {
      return null;
    }
    var entries = new LinkedHashMap<String, Map<String, Object>>();
    declared.forEach((key, value) -> entries.put(key, Map.of("value", value)));
    return entries;
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
