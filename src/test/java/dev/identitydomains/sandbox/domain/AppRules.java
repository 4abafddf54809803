package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.UUID;

/** What the service checks and adds when Apps, AppRoles and Grants are written. */
final class AppRules {

  private static final Set<String> TEMPLATES =
      Set.of("CustomWebAppTemplateId", "CustomBrowserMobileTemplateId");
  private static final Set<String> REDIRECTING = Set.of("authorization_code", "implicit");

  private final ResourceStore store;

  AppRules(ResourceStore store) {
    this.store = store;
  }

  void completeNew(ResourceKind kind, ObjectNode resource) {
    if (kind.equals(ResourceKind.APPS)) {
      completeApp(resource);
    } else if (kind.equals(ResourceKind.APP_ROLES)) {
      completeRole(resource);
    } else if (kind.equals(ResourceKind.GRANTS)) {
      completeGrant(resource);
    }
  }

  void check(ResourceKind kind, ObjectNode resource) {
    if (kind.equals(ResourceKind.APPS)) {
      checkApp(resource);
    }
  }

  private void completeApp(ObjectNode app) {
    if (!app.has("name")) {
      app.put("name", UUID.randomUUID().toString().replace("-", ""));
    }
    withDefault(app, "active", true);
    withDefault(app, "isOAuthClient", false);
    withDefault(app, "isOAuthResource", false);
    withDefault(app, "allUrlSchemesAllowed", false);
    withDefault(app, "showInMyApps", false);
    withDefault(app, "isLoginTarget", true);
    if (!app.has("clientIPChecking")) {
      app.put("clientIPChecking", "anywhere");
    }
    if (!app.has("accessTokenExpiry")) {
      app.put("accessTokenExpiry", 3600);
    }
    app.put("ocid", "ocid1.domainapp.oc1..emulated" + UUID.randomUUID());
    if (!app.path("clientType").asText("confidential").equals("public")) {
      app.put("clientSecret", newSecret());
    }
    checkApp(app);
  }

  static String newSecret() {
    return "idcscs-" + UUID.randomUUID();
  }

  private static void withDefault(ObjectNode resource, String attribute, boolean value) {
    if (!resource.has(attribute)) {
      resource.put(attribute, value);
    }
  }

  private void checkApp(ObjectNode app) {
    if (!app.path("name").asText().matches("[A-Za-z0-9_]+")) {
      throw DomainError.invalid("Invalid value for name: letters, digits and _ only.");
    }
    if (!TEMPLATES.contains(app.path("basedOnTemplate").path("value").asText())) {
      throw DomainError.invalid("Invalid value for basedOnTemplate.");
    }
    checkRedirects(app);
    if (app.path("isOAuthResource").asBoolean() && app.path("audience").asText().isEmpty()) {
      throw DomainError.invalid("Missing required attribute(s): audience.");
    }
    app.path("scopes")
        .forEach(scope ->
            ((ObjectNode) scope)
                .put("fqs", app.path("audience").asText() + scope.path("value").asText()));
    app.path("allowedScopes").forEach(scope -> checkScope(app, (ObjectNode) scope));
  }

  private static void checkRedirects(ObjectNode app) {
    var redirects = app.path("redirectUris");
    var redirecting =
        app.path("allowedGrants")
            .valueStream()
            .anyMatch(grant -> REDIRECTING.contains(grant.asText()));
    if (redirecting && redirects.isEmpty()) {
      throw DomainError.invalid("redirectUris is required for the chosen allowedGrants.");
    }
    for (var uri : redirects) {
      if (!app.path("allUrlSchemesAllowed").asBoolean() && !uri.asText().startsWith("https://")) {
        throw DomainError.invalid("Invalid redirectUris: %s.".formatted(uri.asText()));
      }
    }
  }

  private void checkScope(ObjectNode app, ObjectNode allowed) {
    var fqs = allowed.path("fqs").asText();
    var defining =
        java.util.stream.Stream.concat(
                store.stream(ResourceKind.APPS), java.util.stream.Stream.of(app))
            .filter(other -> defines(other, fqs))
            .findFirst()
            .orElseThrow(() -> DomainError.invalid("Invalid allowedScopes: %s.".formatted(fqs)));
    allowed.put("idOfDefiningApp", defining.path("id").asText());
  }

  private static boolean defines(JsonNode app, String fqs) {
    return app.path("scopes").valueStream().anyMatch(s -> s.path("fqs").asText().equals(fqs));
  }

  private void completeRole(ObjectNode role) {
    var appId = role.path("app").path("value").asText();
    if (!store.has(ResourceKind.APPS, appId)
        || store.get(ResourceKind.APPS, appId).path("isOPCService").asBoolean()) {
      throw DomainError.invalid("Invalid app: %s.".formatted(appId));
    }
    role.put("uniqueName", appId + "_" + role.path("displayName").asText());
    for (var flag :
        new String[] {
          "adminRole", "availableToUsers", "availableToGroups", "availableToClients", "public"
        }) {
      withDefault(role, flag, false);
    }
  }

  private void completeGrant(ObjectNode grant) {
    var grantee = grant.path("grantee");
    if (!grantee.path("type").asText().equals("App")
        || !store.has(ResourceKind.APPS, grantee.path("value").asText())) {
      throw DomainError.invalid("Invalid grantee: %s.".formatted(grantee));
    }
    var appId = grant.path("app").path("value").asText();
    var roleId = grant.path("entitlement").path("attributeValue").asText();
    if (!store.has(ResourceKind.APP_ROLES, roleId)
        || !store
            .get(ResourceKind.APP_ROLES, roleId)
            .path("app")
            .path("value")
            .asText()
            .equals(appId)) {
      throw DomainError.invalid("Invalid entitlement: no such role of that app.");
    }
    grant.put("compositeKey", String.join("/", grantee.path("value").asText(), appId, roleId));
  }
}
