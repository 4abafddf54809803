package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The service's validation and defaults for writes of Apps, AppRoles and Grants. */
final class AppRules {

  private static final Set<String> TEMPLATES =
      Set.of("CustomWebAppTemplateId", "CustomBrowserMobileTemplateId");
  private static final Map<String, ResourceKind> GRANTEES =
      Map.of(
          "ADMINISTRATOR_TO_APP", ResourceKind.APPS,
          "ADMINISTRATOR_TO_GROUP", ResourceKind.GROUPS,
          "ADMINISTRATOR_TO_USER", ResourceKind.USERS,
          "ADMINISTRATOR_TO_DYNAMIC_RESOURCE_GROUP", ResourceKind.DYNAMIC_RESOURCE_GROUPS);

  /** Canonical values, which are case-exact. */
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "clientType", Set.of("confidential", "public", "trusted"),
          "trustScope", Set.of("Explicit", "Account", "Tags", "Default"),
          "clientIPChecking", Set.of("anywhere", "whitelisted"),
          "active", Set.of("true", "false"));

  private static final Set<String> REDIRECTING = Set.of("authorization_code", "implicit");

  private final ResourceStore store;

  private final Set<DomainMode> modes;

  AppRules(ResourceStore store, Set<DomainMode> modes) {
    this.store = store;
    this.modes = modes;
  }

  void completeNew(ResourceKind kind, ObjectNode resource) {
    if (kind.equals(ResourceKind.APPS)) {
      completeApp(resource);
    } else if (kind.equals(ResourceKind.APP_ROLES)) {
      completeRole(resource);
    } else if (kind.equals(ResourceKind.GRANTS)) {
      completeGrant(resource);
    } else if (kind.equals(ResourceKind.CERTIFICATES)) {
      Certificates.parse(resource);
    }
  }

  void check(ResourceKind kind, ObjectNode before, ObjectNode after) {
    if (kind.equals(ResourceKind.APPS)) {
      checkApp(after);
      before
          .path("scopes")
          .valueStream()
          .map(scope -> scope.path("fqs").asText())
          .filter(fqs -> !defines(after, fqs))
          .forEach(fqs -> requireUnused(after, fqs));
    }
  }

  /** The service does not document these rules; the emulator assumes the strictest. */
  void checkDeletion(ResourceKind kind, ObjectNode resource) {
    if (kind.equals(ResourceKind.APPS)) {
      if (resource.path("active").asBoolean()) {
        throw new DomainError(
            400,
            "error.apps.app.deleteActive",
            "App %s is active: deactivate it first.".formatted(resource.path("id").asText()));
      }
      resource.path("scopes").forEach(scope -> requireUnused(resource, scope.path("fqs").asText()));
    } else if (kind.equals(ResourceKind.CERTIFICATES)) {
      var alias = resource.path("certificateAlias").asText();
      var users = users(resource, "certificates", "certAlias", alias);
      if (!users.isEmpty()) {
        throw DomainError.invalid("Certificate %s is used by App %s.".formatted(alias, users));
      }
    }
  }

  private void requireUnused(ObjectNode app, String fqs) {
    var users = users(app, "allowedScopes", "fqs", fqs);
    if (!users.isEmpty()) {
      throw DomainError.invalid("Scope %s is used by App %s.".formatted(fqs, users));
    }
  }

  /** The names of other Apps with this value in a list, for messages; empty for none. */
  private String users(ObjectNode resource, String attribute, String key, String value) {
    return store.stream(ResourceKind.APPS)
        .filter(app -> !app.path("id").equals(resource.path("id")))
        .filter(app ->
            app.path(attribute).valueStream().anyMatch(v -> v.path(key).asText().equals(value)))
        .map(app -> app.path("name").asText())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private void completeApp(ObjectNode app) {
    if (!app.has("name")) {
      app.put("name", UUID.randomUUID().toString().replace("-", ""));
    }
    withDefault(app, "active", false);
    if (modes.contains(DomainMode.INACTIVE_AT_CREATE)) {
      app.put("active", false);
    }
    withDefault(app, "isUnmanagedApp", false);
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
    checkWords(app);
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
    app.path("certificates").forEach(entry -> checkAlias(entry.path("certAlias").asText()));
  }

  private static void checkWords(ObjectNode app) {
    WORDS.forEach((name, words) -> {
      var value = app.path(name);
      if (!value.isMissingNode() && !words.contains(value.asText())) {
        throw DomainError.invalid("Invalid value for %s: %s.".formatted(name, value.asText()));
      }
    });
  }

  private void checkAlias(String alias) {
    if (store.having(ResourceKind.CERTIFICATES, "/certificateAlias", alias).findAny().isEmpty()) {
      throw DomainError.invalid("Invalid certificates: no certificate %s.".formatted(alias));
    }
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
    if (modes.contains(DomainMode.UNMANAGED_APPS)
        && !store.get(ResourceKind.APPS, appId).path("isUnmanagedApp").asBoolean()) {
      throw DomainError.invalid("App roles can be managed for unmanaged Apps only.");
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
    var type = Optional.ofNullable(GRANTEES.get(grant.path("grantMechanism").asText()));
    if (!type.map(kind -> store.has(kind, grantee.path("value").asText())).orElse(false)
        || !type.get().path().equals(grantee.path("type").asText() + "s")) {
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
