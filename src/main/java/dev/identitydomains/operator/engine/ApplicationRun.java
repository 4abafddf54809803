package dev.identitydomains.operator.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.Change;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimType;
import dev.identitydomains.operator.scim.Sensitive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries the changes of one App's plan out, one call each, and keeps what they led to. */
final class ApplicationRun {

  private final ScimClient scim;
  private final Map<String, Role> grants;
  private AppRef app;
  private Optional<Sensitive> newSecret = Optional.empty();

  ApplicationRun(ScimClient scim, AppRef app, Map<String, Role> grants) {
    this.scim = scim;
    this.app = app;
    this.grants = new HashMap<>(grants);
  }

  Applied.Application result(List<Change> changes) {
    return new Applied.Application(app.id(), app.ocid(), newSecret, Map.copyOf(grants), changes);
  }

  void carryOut(Change change) {
    switch (change) {
      case Change.CreateApplication create -> create(create.application());
      case Change.PatchApplication patch ->
          scim.replaceAttributes(
              ScimType.APP,
              app.id(),
              app.version().orElse(null),
              AttributeJson.write(patch.attributes()));
      case Change.SetActive set -> scim.setActive(app.id(), set.active());
      case Change.GrantRole grant -> grant(grant.role());
      case Change.RevokeGrant revoke -> {
        scim.delete(ScimType.GRANT, revoke.grantId());
        grants.remove(revoke.grantId());
      }
      case Change.DeleteApplication _ -> scim.delete(ScimType.APP, app.id());
      case Change.CreateRole _, Change.PatchRole _, Change.DeleteRole _ ->
          throw new IllegalArgumentException("not about an App: " + change);
    }
  }

  private void create(DesiredApplication desired) {
    var body = AttributeJson.object(desired.attributes());
    body.put("name", desired.clientId()).put("active", desired.active());
    body.putObject("basedOnTemplate").put("value", desired.template());
    body.putArray("tags")
        .addObject()
        .put("key", OwnerTag.KEY)
        .put("value", desired.owner().value());
    var made = scim.create(ScimType.APP, body);
    app = new AppRef(made.id(), made.text("ocid"), made.version());
    newSecret = made.text("clientSecret").map(Sensitive::new);
  }

  private void grant(Role role) {
    grants.put(scim.create(ScimType.GRANT, grantBody(role)).id(), role);
  }

  private ObjectNode grantBody(Role role) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("grantee").put("type", "App").put("value", app.id());
    body.putObject("app").put("value", role.applicationId());
    body.putObject("entitlement").put("attributeName", "appRoles").put("attributeValue", role.id());
    return body.put("grantMechanism", "ADMINISTRATOR_TO_APP");
  }
}
