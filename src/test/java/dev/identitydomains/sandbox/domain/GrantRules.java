package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The service's rules for Grants, and the Grants that it makes of those of groups. */
final class GrantRules {

  private static final String OF_MEMBERSHIP = "GROUP_MEMBERSHIP";

  private static final Map<String, ResourceKind> GRANTEES =
      Map.of(
          "App", ResourceKind.APPS,
          "Group", ResourceKind.GROUPS,
          "User", ResourceKind.USERS,
          "DynamicResourceGroup", ResourceKind.DYNAMIC_RESOURCE_GROUPS);

  /** The grantee's type by what an administrator's mechanism ends with. */
  private static final Map<String, String> MECHANISMS =
      Map.of(
          "ADMINISTRATOR_TO_APP", "App",
          "ADMINISTRATOR_TO_GROUP", "Group",
          "ADMINISTRATOR_TO_USER", "User",
          "ADMINISTRATOR_TO_DYNAMIC_RESOURCE_GROUP", "DynamicResourceGroup");

  /** The canonical values of {@code grantMechanism}, as the published schema of Grants has them. */
  private static final Set<String> CANONICAL =
      Set.of(
          "IMPORT_APPROLE_MEMBERS",
          "ADMINISTRATOR_TO_USER",
          "ADMINISTRATOR_TO_DELEGATED_USER",
          "ADMINISTRATOR_TO_GROUP",
          "SERVICE_MANAGER_TO_USER",
          "ADMINISTRATOR_TO_APP",
          "SERVICE_MANAGER_TO_APP",
          "OPC_INFRA_TO_APP",
          "GROUP_MEMBERSHIP",
          "IMPORT_GRANTS",
          "SYNC_TO_USER",
          "ACCESS_REQUEST",
          "APP_ENTITLEMENT_COLLECTION",
          "ADMINISTRATOR_TO_DYNAMIC_RESOURCE_GROUP");

  /** The attribute of an AppRole that lets a grantee of this type have it. */
  private static final Map<String, String> AVAILABLE =
      Map.of(
          "App", "availableToClients",
          "Group", "availableToGroups",
          "User", "availableToUsers");

  private final ResourceStore store;

  GrantRules(ResourceStore store) {
    this.store = store;
  }

  /** Checks a new Grant, which is fulfilled later, and adds what the service computes. */
  void complete(ObjectNode grant) {
    checkGrantee(grant);
    if (grant.has("entitlement")) {
      checkRole(grant);
    }
    grant.put("compositeKey", key(grant));
    grant.put("isFulfilled", true);
  }

  private void checkGrantee(ObjectNode grant) {
    var grantee = grant.path("grantee");
    var type = grantee.path("type").asText();
    if (!CANONICAL.contains(grant.path("grantMechanism").asText())) {
      throw DomainError.invalid("Invalid value of grantMechanism.");
    }
    var byMechanism = MECHANISMS.getOrDefault(grant.path("grantMechanism").asText(), type);
    var kind = Optional.ofNullable(GRANTEES.get(type));
    if (!byMechanism.equals(type)
        || kind.filter(k -> store.has(k, grantee.path("value").asText())).isEmpty()) {
      throw DomainError.invalid("Invalid grantee: %s.".formatted(grantee));
    }
    if (!store.has(ResourceKind.APPS, grant.at("/app/value").asText())) {
      throw DomainError.invalid("Invalid app: %s.".formatted(grant.path("app")));
    }
  }

  private void checkRole(ObjectNode grant) {
    var roleId = grant.at("/entitlement/attributeValue").asText();
    if (!store.has(ResourceKind.APP_ROLES, roleId)
        || !store
            .get(ResourceKind.APP_ROLES, roleId)
            .at("/app/value")
            .equals(grant.at("/app/value"))) {
      throw DomainError.invalid("Invalid entitlement: no such role of that app.");
    }
    var flag = AVAILABLE.get(grant.at("/grantee/type").asText());
    if (flag != null && !store.get(ResourceKind.APP_ROLES, roleId).path(flag).asBoolean()) {
      throw DomainError.invalid("Invalid entitlement: %s of the role is false.".formatted(flag));
    }
  }

  private static String key(JsonNode grant) {
    return String.join(
        "/",
        grant.at("/grantee/value").asText(),
        grant.at("/app/value").asText(),
        grant.at("/entitlement/attributeValue").asText(),
        grant.path("grantMechanism").asText());
  }

  /** The reply to a creation; a Grant to a group becomes one for each member. */
  ObjectNode created(ObjectNode grant) {
    if (grant.at("/grantee/type").asText().equals("Group")) {
      expand(grant);
    }
    return grant.deepCopy().put("isFulfilled", false);
  }

  private void expand(ObjectNode grant) {
    for (var member : members(grant)) {
      var indirect = indirect(grant, member);
      var key = key(indirect);
      if (store.having(ResourceKind.GRANTS, "/compositeKey", key).findAny().isEmpty()) {
        List.of("id", "meta").forEach(indirect::remove);
        store.add(ResourceKind.GRANTS, indirect.put("compositeKey", key));
      }
    }
  }

  private static ObjectNode indirect(ObjectNode grant, String member) {
    var indirect = grant.deepCopy().put("grantMechanism", OF_MEMBERSHIP);
    indirect.putObject("grantee").put("type", "User").put("value", member);
    return indirect;
  }

  /** Takes the Grants of members along with that of their group, but for those of other groups. */
  void removed(ObjectNode grant) {
    if (grant.at("/grantee/type").asText().equals("Group")) {
      for (var member : members(grant)) {
        var key = key(indirect(grant, member));
        store.removeHaving(ResourceKind.GRANTS, "/compositeKey", key);
      }
      store
          .having(ResourceKind.GRANTS, "/app/value", grant.at("/app/value").asText())
          .filter(other -> other.path("entitlement").equals(grant.path("entitlement")))
          .filter(other -> other.at("/grantee/type").asText().equals("Group"))
          .forEach(this::expand);
    }
  }

  private List<String> members(ObjectNode grant) {
    var group = grant.at("/grantee/value").asText();
    return store
        .having(ResourceKind.GROUPS, "/id", group)
        .flatMap(found -> found.path("members").valueStream())
        .map(member -> member.path("value").asText())
        .toList();
  }
}
