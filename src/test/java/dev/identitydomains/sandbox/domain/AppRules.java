package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The service's validation and defaults for writes of Apps, AppRoles and Grants. */
final class AppRules {

  private static final String OCI_TAGS =
      "urn:ietf:params:scim:schemas:oracle:idcs:extension:OCITags";

  private static final Set<String> TEMPLATES =
      Set.of("CustomWebAppTemplateId", "CustomBrowserMobileTemplateId");

  /** What a published reply to a creation has as false where the request says nothing. */
  private static final Set<String> FALSE =
      Set.of(
          "active",
          "allowAccessControl",
          "allowOffline",
          "allUrlSchemesAllowed",
          "infrastructure",
          "isAliasApp",
          "isKerberosRealm",
          "isManagedApp",
          "isMobileTarget",
          "isOAuthClient",
          "isOAuthResource",
          "isOPCService",
          "isSamlServiceProvider",
          "isUnmanagedApp",
          "isWebTierPolicy",
          "migrated");

  private static final Set<String> REDIRECTING = Set.of("authorization_code", "implicit");

  private final ResourceStore store;

  private final Set<DomainMode> modes;
  private final GrantRules grants;
  private final ObjectLimits limits;

  AppRules(ResourceStore store, Set<DomainMode> modes, GrantRules grants, ObjectLimits limits) {
    this.store = store;
    this.modes = modes;
    this.grants = grants;
    this.limits = limits;
  }

  void completeNew(ResourceKind kind, ObjectNode resource) {
    if (kind.equals(ResourceKind.APPS)) {
      completeApp(resource);
    } else if (kind.equals(ResourceKind.APP_ROLES)) {
      completeRole(resource);
    } else if (kind.equals(ResourceKind.GRANTS)) {
      grants.complete(resource);
    } else if (kind.equals(ResourceKind.CERTIFICATES)) {
      Certificates.complete(resource);
    }
    limits.admit(kind);
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
    if (modes.contains(DomainMode.INACTIVE_AT_CREATE)) {
      app.put("active", false);
    }
    FALSE.forEach(name -> withDefault(app, name, false));
    withDefault(app, "isLoginTarget", true);
    withDefault(app, "showInMyApps", true);
    withDefault(app, "clientType", "confidential");
    withDefault(app, "trustScope", "Explicit");
    withDefault(app, "loginMechanism", "OIDC");
    if (app.path("isOAuthResource").asBoolean()) {
      withDefault(app, "accessTokenExpiry", 3600);
      withDefault(app, "refreshTokenExpiry", 604_800);
    }
    app.put("ocid", "ocid1.domainapp.oc1..emulated" + UUID.randomUUID());
    addTagsOfOci(app);
    if (!app.path("clientType").asText().equals("public")) {
      app.put("clientSecret", newSecret());
    }
    if (app.get("basedOnTemplate") instanceof ObjectNode template) {
      template.put("lastModified", "2024-03-01T10:00:00.000Z");
    }
    checkApp(app);
  }

  /** The tags that a tag default of the tenancy adds, which no request of a client has. */
  private static void addTagsOfOci(ObjectNode app) {
    if (!app.has(OCI_TAGS)) {
      app.withArray("schemas").add(OCI_TAGS);
    }
    var tags = app.withObjectProperty(OCI_TAGS).withArray("definedTags");
    tags.addObject().put("namespace", "Oracle-Tags").put("key", "CreatedBy").put("value", "ada");
    tags.addObject()
        .put("namespace", "Oracle-Tags")
        .put("key", "CreatedOn")
        .put("value", "2024-03-01T10:00:00.000Z");
  }

  static String newSecret() {
    return "idcscs-" + UUID.randomUUID();
  }

  private static void withDefault(ObjectNode resource, String attribute, boolean value) {
    if (!resource.has(attribute)) {
      resource.put(attribute, value);
    }
  }

  private static void withDefault(ObjectNode resource, String attribute, String value) {
    if (!resource.has(attribute)) {
      resource.put(attribute, value);
    }
  }

  private static void withDefault(ObjectNode resource, String attribute, int value) {
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
    app.path("scopes").forEach(scope -> requireOneDefinition(app, scope.path("fqs").asText()));
    app.path("allowedScopes").forEach(scope -> checkScope(app, (ObjectNode) scope));
    app.path("certificates").forEach(entry -> describeCertificate((ObjectNode) entry));
  }

  private void describeCertificate(ObjectNode entry) {
    var alias = entry.path("certAlias").asText();
    var certificate =
        store
            .having(ResourceKind.CERTIFICATES, "/certificateAlias", alias)
            .findAny()
            .orElseThrow(() ->
                DomainError.invalid("Invalid certificates: no certificate %s.".formatted(alias)));
    entry.put("kid", alias);
    entry.put("x5t", certificate.path("sha1Thumbprint").asText());
    entry.put("sha1Thumbprint", certificate.path("sha1Thumbprint").asText());
    entry.put("x509Base64Certificate", certificate.path("x509Base64Certificate").asText());
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
    if (!app.path("allUrlSchemesAllowed").asBoolean()) {
      checkHttps(app, "redirectUris");
      checkHttps(app, "postLogoutRedirectUris");
      checkHttps(app, "logoutUri");
    }
  }

  private static void checkHttps(ObjectNode app, String name) {
    var values = app.path(name);
    for (var uri : values.isArray() ? values : app.arrayNode().add(values)) {
      if (!uri.isMissingNode() && !uri.asText().startsWith("https://")) {
        throw DomainError.invalid("Invalid %s: %s.".formatted(name, uri.asText()));
      }
    }
  }

  /** {@code fqs} is unique in the domain; two Apps may have one audience. */
  private void requireOneDefinition(ObjectNode app, String fqs) {
    if (store.stream(ResourceKind.APPS)
        .anyMatch(other -> !other.path("id").equals(app.path("id")) && defines(other, fqs))) {
      throw new DomainError(
          409,
          "error.common.common.resourceExist",
          "A resource with scopes.fqs %s already exists.".formatted(fqs));
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
    allowed.put("idOfDefiningApp", defining.path("id").asText()).put("readOnly", false);
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
    withDefault(role, "availableToUsers", true);
    withDefault(role, "availableToGroups", true);
    withDefault(role, "availableToClients", false);
    withDefault(role, "adminRole", false);
    withDefault(role, "public", false);
    if (role.get("app") instanceof ObjectNode app) {
      var defining = store.get(ResourceKind.APPS, appId);
      app.put("display", defining.path("displayName").asText());
      app.put("name", defining.path("name").asText());
    }
  }
}
