package dev.identitydomains.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.sandbox.domain.IdentityDomainEmulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares custom resources with what the domain has, by their specs alone. */
final class DomainTruth {

  private final IdentityDomainEmulator domain;

  DomainTruth(IdentityDomainEmulator domain) {
    this.domain = domain;
  }

  /** What the domain lacks of the spec of a resource; empty for nothing. */
  List<String> lacks(JsonNode resource) {
    return switch (resource.path("kind").asText()) {
      case "ClientApplication" -> lacksOfApp(resource);
      case "AppRole" ->
          lacking("role", role(resource, "/spec/applicationRef", name(resource)).isPresent());
      case "AppRoleGrant" -> lacking("grant", hasGrant(resource));
      default -> List.of();
    };
  }

  /** Owners of Apps, as {@code namespace/name}. */
  Stream<String> owners() {
    return domain.resources("Apps").flatMap(app -> owner(app).stream());
  }

  private List<String> lacksOfApp(JsonNode resource) {
    var found = appOf(resource.at("/metadata/namespace").asText() + "/" + resourceName(resource));
    if (found.isEmpty()) {
      return List.of("App");
    }
    var app = found.get();
    var spec = resource.path("spec");
    var client = spec.path("client");
    var lacks = new ArrayList<String>();
    lacks.addAll(lacking("displayName", text(app, "displayName").equals(name(resource))));
    lacks.addAll(
        lacking(
            "description",
            !spec.has("description")
                || text(app, "description").equals(text(spec, "description"))));
    lacks.addAll(
        lacking(
            "redirectUris",
            texts(app.path("redirectUris"), "").equals(texts(client.path("redirectUris"), ""))));
    lacks.addAll(
        lacking(
            "allowedScopes",
            texts(app.path("allowedScopes"), "/fqs")
                .equals(texts(client.path("allowedScopes"), ""))));
    lacks.addAll(
        lacking(
            "scopes",
            texts(app.path("scopes"), "/value")
                .equals(texts(spec.at("/resourceServer/scopes"), "/value"))));
    lacks.addAll(
        lacking(
            "appRoles",
            grants(grant -> grantee(grant).equals(id(app))) >= spec.path("appRoles").size()));
    return lacks;
  }

  private boolean hasGrant(JsonNode resource) {
    var wanted = resource.at("/spec/role/role").asText();
    var group = domain.find("Groups", "displayName", resource.at("/spec/grantee/group").asText());
    return role(resource, "/spec/role/application", wanted)
        .filter(role ->
            grants(grant ->
                grantee(grant).equals(id(group))
                    && grant.at("/entitlement/attributeValue").asText().equals(id(role)))
                > 0)
        .isPresent();
  }

  private Optional<JsonNode> role(JsonNode resource, String application, String displayName) {
    var namespace = resource.at("/metadata/namespace").asText();
    var reference = resource.at(application);
    return appOf(reference.path("namespace").asText(namespace) + "/" + text(reference, "name"))
        .flatMap(app ->
            domain
                .resources("AppRoles")
                .filter(role -> role.at("/app/value").asText().equals(id(app)))
                .filter(role -> text(role, "displayName").equals(displayName))
                .findFirst());
  }

  private Optional<JsonNode> appOf(String owner) {
    return domain
        .resources("Apps")
        .filter(app -> owner(app).filter(owner::equals).isPresent())
        .findFirst();
  }

  private static Optional<String> owner(JsonNode app) {
    return app.path("tags")
        .valueStream()
        .filter(tag -> text(tag, "key").equals(OwnerTag.KEY))
        .flatMap(tag -> OwnerTag.parse(text(tag, "value")).stream())
        .map(OwnerTag::resource)
        .findFirst();
  }

  private long grants(Predicate<JsonNode> which) {
    return domain.resources("Grants").filter(which).count();
  }

  private static String grantee(JsonNode grant) {
    return grant.at("/grantee/value").asText();
  }

  private static List<String> lacking(String what, boolean isThere) {
    return isThere ? List.of() : List.of(what);
  }

  private static String resourceName(JsonNode resource) {
    return resource.at("/metadata/name").asText();
  }

  private static String name(JsonNode resource) {
    return resource.at("/spec/displayName").asText(resourceName(resource));
  }

  private static String id(JsonNode object) {
    return text(object, "id");
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asText();
  }

  private static Set<String> texts(JsonNode list, String path) {
    return list.valueStream().map(item -> item.at(path).asText()).collect(Collectors.toSet());
  }
}
