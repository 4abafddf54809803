package dev.identitydomains.operator.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.plan.DesiredGrant;
import dev.identitydomains.operator.plan.Entitlement;
import dev.identitydomains.operator.plan.ObservedGrant;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.plan.WholeApp;
import dev.identitydomains.operator.scim.ScimResource;
import java.util.List;

/** Converts grants to and from the JSON of {@code /admin/v1/Grants}. */
public final class GrantJson {

  static final List<String> ATTRIBUTES = List.of("id", "grantee", "app", "entitlement");

  private GrantJson() {}

  /** Returns the body of a POST. */
  public static ObjectNode write(DesiredGrant grant) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("grantee").put("type", grant.type().wireName()).put("value", grant.granteeId());
    body.putObject("app").put("value", grant.entitlement().applicationId());
    if (grant.entitlement() instanceof Role role) {
      body.putObject("entitlement")
          .put("attributeName", "appRoles")
          .put("attributeValue", role.id());
    }
    return body.put("grantMechanism", grant.type().mechanism());
  }

  static ObservedGrant read(ScimResource grant) {
    var json = grant.json();
    return new ObservedGrant(
        grant.id(),
        json.path("grantee").path("value").asText(),
        entitlement(json.path("app").path("value").asText(), json.path("entitlement")));
  }

  private static Entitlement entitlement(String appId, JsonNode role) {
    return role.isMissingNode() || role.isNull()
        ? new WholeApp(appId)
        : new Role(appId, role.path("attributeValue").asText());
  }
}
