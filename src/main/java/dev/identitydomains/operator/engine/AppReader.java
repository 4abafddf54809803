package dev.identitydomains.operator.engine;

import static dev.identitydomains.operator.plan.DesiredApplication.DISPLAY_NAME;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.plan.AppRef;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.DesiredApplication;
import dev.identitydomains.operator.plan.ObservedApplication;
import dev.identitydomains.operator.plan.OwnerTag;
import dev.identitydomains.operator.plan.Ownership;
import dev.identitydomains.operator.plan.Role;
import dev.identitydomains.operator.scim.Filter;
import dev.identitydomains.operator.scim.ScimClient;
import dev.identitydomains.operator.scim.ScimResource;
import dev.identitydomains.operator.scim.ScimType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads Apps and their grants from the domain, never their secrets. */
final class AppReader {

  private static final List<String> BASE =
      List.of(
          "id",
          "ocid",
          "meta",
          "name",
          DISPLAY_NAME,
          "active",
          "basedOnTemplate",
          "tags",
          "isOPCService",
          "infrastructure",
          "migrated");

  private final ScimClient scim;

  AppReader(ScimClient scim) {
    this.scim = scim;
  }

  /** Every App with the desired client id or display name; ours with its grants. */
  List<ObservedApplication> candidates(DesiredApplication desired) {
    var filter = Filter.eq("name", desired.clientId());
    if (desired.attributes().get(DISPLAY_NAME) instanceof AttributeValue.Scalar name) {
      filter = filter.or(Filter.eq(DISPLAY_NAME, name.value().toString()));
    }
    var declared = new HashMap<>(desired.attributes());
    declared.putIfAbsent(DISPLAY_NAME, AttributeValue.of(""));
    var attributes = Stream.concat(BASE.stream(), desired.attributes().keySet().stream());
    return scim.list(ScimType.APP, filter, attributes.distinct().toList()).stream()
        .map(app -> observed(app, declared, grantsFor(desired, app)))
        .toList();
  }

  /** The App with this client id and its grants; none when it is gone. */
  List<ObservedApplication> forDeletion(String clientId) {
    return scim.list(ScimType.APP, Filter.eq("name", clientId), BASE).stream()
        .map(app -> observed(app, Map.of(), grants(app.id())))
        .toList();
  }

  private Map<String, Role> grantsFor(DesiredApplication desired, ScimResource app) {
    return desired.roles().isPresent() && ownership(app).is(desired.owner())
        ? grants(app.id())
        : Map.of();
  }

  private Map<String, Role> grants(String appId) {
    var filter =
        Filter.eq("grantee.value", appId).and(Filter.eq("grantMechanism", "ADMINISTRATOR_TO_APP"));
    var grants = new HashMap<String, Role>();
    for (var grant : scim.list(ScimType.GRANT, filter, List.of("id", "app", "entitlement"))) {
      grants.put(
          grant.id(),
          new Role(
              grant.json().path("app").path("value").asText(),
              grant.json().path("entitlement").path("attributeValue").asText()));
    }
    return grants;
  }

  private static ObservedApplication observed(
      ScimResource app, Map<String, AttributeValue> declared, Map<String, Role> grants) {
    return new ObservedApplication(
        new AppRef(app.id(), app.text("ocid"), app.version()),
        app.text("name").orElse(""),
        ownership(app),
        new ScimResource(app.id(), app.json().path("basedOnTemplate")).text("value"),
        app.flag("active"),
        AttributeJson.read(app, declared),
        grants);
  }

  private static Ownership ownership(ScimResource app) {
    var tag =
        app.values("tags")
            .filter(entry -> OwnerTag.KEY.equals(entry.path("key").asText()))
            .map(entry -> entry.path("value"))
            .map(JsonNode::asText)
            .findFirst();
    var oracles = app.flag("isOPCService") || app.flag("infrastructure") || app.flag("migrated");
    return new Ownership(tag, oracles);
  }
}
