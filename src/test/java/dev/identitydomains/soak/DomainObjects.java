package dev.identitydomains.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The Apps, roles and grants of a domain, each in one line. */
final class DomainObjects {

  private DomainObjects() {}

  static String app(String clientId, String description, List<String> scopes) {
    return "App %s, %s, %s".formatted(clientId, description, scopes.stream().sorted().toList());
  }

  static String role(String clientId, String name) {
    return "AppRole %s of %s".formatted(name, clientId);
  }

  static String grant(String grantee, String clientId, String role) {
    return "Grant of %s of %s to %s".formatted(role, clientId, grantee);
  }

  /** All objects of the domain; an object that is there twice has a line of its own. */
  static Set<String> of(IdentityDomainEmulator domain) {
    var apps = byId(domain, "Apps", "name");
    var roles = byId(domain, "AppRoles", "displayName");
    var grantees = new HashMap<>(apps);
    grantees.putAll(byId(domain, "Users", "userName"));
    grantees.putAll(byId(domain, "Groups", "displayName"));
    var lines = new TreeSet<String>();
    domain.resources("Apps").map(DomainObjects::app).forEach(line -> add(line, lines));
    domain
        .resources("AppRoles")
        .map(role ->
            role(
                apps.getOrDefault(role.at("/app/value").asText(), "?"),
                role.path("displayName").asText()))
        .forEach(line -> add(line, lines));
    domain
        .resources("Grants")
        .map(grant ->
            grant(
                grantees.getOrDefault(grant.at("/grantee/value").asText(), "?"),
                apps.getOrDefault(grant.at("/app/value").asText(), "?"),
                grant.has("entitlement")
                    ? roles.getOrDefault(grant.at("/entitlement/attributeValue").asText(), "?")
                    : ""))
        .forEach(line -> add(line, lines));
    return lines;
  }

  private static void add(String line, Set<String> lines) {
    if (!lines.add(line)) {
      lines.add(line + " (again)");
    }
  }

  private static String app(JsonNode app) {
    return app(
        app.path("name").asText(),
        app.path("description").asText(),
        app.path("allowedScopes").valueStream().map(scope -> scope.path("fqs").asText()).toList());
  }

  private static Map<String, String> byId(
      IdentityDomainEmulator domain, String type, String attribute) {
    return domain
        .resources(type)
        .collect(
            Collectors.toMap(
                resource -> resource.path("id").asText(),
                resource -> resource.path(attribute).asText()));
  }
}
