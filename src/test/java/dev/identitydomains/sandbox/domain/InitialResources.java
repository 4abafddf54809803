package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The resources of a new domain: built-in App and roles, administrator's client, user, group. */
final class InitialResources {

  static final String DOMAIN_APP = "IDCSAppId";

  private final ResourceStore store;

  InitialResources(ResourceStore store) {
    this.store = store;
  }

  void place(String adminClientId, String adminSecret) {
    var own = app("IDCSApp", "Identity Domain").put("id", DOMAIN_APP).put("isOPCService", true);
    var scopes = own.put("isOAuthResource", true).put("audience", "").putArray("scopes");
    Permissions.BUILT_IN_SCOPES.forEach(
        scope -> scopes.addObject().put("value", scope).put("fqs", scope));
    store.add(ResourceKind.APPS, own);
    Permissions.BUILT_IN_ROLES.forEach(this::role);
    var admin = app(adminClientId, "Domain admin client").put("clientType", "confidential");
    admin.put("isOAuthClient", true).put("clientSecret", adminSecret);
    admin.putArray("allowedGrants").add("client_credentials").add("tls_client_auth");
    admin.putArray("certificates").addObject().put("certAlias", "operator-key");
    var adminId = store.add(ResourceKind.APPS, admin).path("id").asText();
    grant(adminId, "Application Administrator");
    store.add(
        ResourceKind.USERS,
        JsonNodeFactory.instance.objectNode().put("userName", "ada@example.com"));
    store.add(
        ResourceKind.GROUPS,
        JsonNodeFactory.instance.objectNode().put("displayName", "Order Staff"));
  }

  private static ObjectNode app(String name, String displayName) {
    var app = JsonNodeFactory.instance.objectNode();
    app.put("name", name).put("displayName", displayName).put("active", true);
    app.putObject("basedOnTemplate").put("value", "CustomWebAppTemplateId");
    return app;
  }

  private void role(String name) {
    var role = JsonNodeFactory.instance.objectNode();
    role.put("id", roleId(name)).put("displayName", name);
    role.put("uniqueName", DOMAIN_APP + "_" + name);
    role.putObject("app").put("value", DOMAIN_APP);
    var others = !Permissions.FOR_CLIENTS.contains(name);
    role.put("availableToUsers", others).put("availableToGroups", others);
    role.put("availableToClients", true).put("adminRole", name.endsWith("Administrator"));
    store.add(ResourceKind.APP_ROLES, role);
  }

  private void grant(String appId, String role) {
    var grant = JsonNodeFactory.instance.objectNode();
    grant.putObject("grantee").put("type", "App").put("value", appId);
    grant.putObject("app").put("value", DOMAIN_APP);
    grant
        .putObject("entitlement")
        .put("attributeName", "appRoles")
        .put("attributeValue", roleId(role));
    grant.put("grantMechanism", "ADMINISTRATOR_TO_APP");
    grant.put(
        "compositeKey", String.join("/", appId, DOMAIN_APP, roleId(role), "ADMINISTRATOR_TO_APP"));
    store.add(ResourceKind.GRANTS, grant);
  }

  private static String roleId(String name) {
    return "role" + Integer.toHexString(name.hashCode());
  }
}
