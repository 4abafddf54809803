package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The endpoints below {@code /admin/v1}: authorizes callers and dispatches calls. */
final class AdminApi {

  private final ResourceStore store;
  private final ScimApi scim;
  private final TokenApi tokens;
  private final BulkApi bulk;
  private final Set<DomainMode> modes;
  private final Map<String, Reply> retries = new ConcurrentHashMap<>();

  AdminApi(
      ResourceStore store, ScimApi scim, TokenApi tokens, Faults faults, Set<DomainMode> modes) {
    this.modes = modes;
    this.store = store;
    this.scim = scim;
    this.tokens = tokens;
    this.bulk = new BulkApi(faults);
  }

  Reply answer(HttpCall call) {
    var type = call.type();
    if (type.equals("SigningCert") && modes.contains(DomainMode.PUBLIC_SIGNING_KEYS)) {
      return Reply.json(200, tokens.keySet());
    }
    synchronized (store) {
      var caller = tokens.caller(call.header("Authorization"));
      return caller.isPresent()
          ? once(call, caller.get())
          : Reply.error(401, "error.common.common.unauthorized", "The access token is not valid.");
    }
  }

  /** Repeats the earlier reply to a POST with the same {@code opc-retry-token}. */
  private Reply once(HttpCall call, ObjectNode caller) {
    var token =
        call.method().equals("POST") ? call.header("opc-retry-token") : Optional.<String>empty();
    var earlier = token.map(retries::get);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    var reply = permitted(call, caller);
    token.ifPresent(t -> retries.put(t, reply));
    return reply;
  }

  private Reply permitted(HttpCall call, ObjectNode caller) {
    if (call.type().equals("SigningCert")) {
      return Reply.json(200, tokens.keySet());
    }
    if (!allowed(caller, call.method(), call.type())) {
      return Reply.error(
          403,
          "error.common.common.forbidden",
          "The client may not %s %s.".formatted(call.method(), call.type()));
    }
    if (modes.contains(DomainMode.NO_ADMIN_ROLES) && grantsAdministration(call, caller)) {
      return Reply.error(
          403, "error.common.common.forbidden", "The client may not grant administrator roles.");
    }
    return call.type().equals("Bulk") && call.method().equals("POST")
        ? bulk.answer(call.json(), operation -> permitted(operation, caller))
        : operation(call);
  }

  private boolean grantsAdministration(HttpCall call, ObjectNode caller) {
    if (!call.type().equals("Grants") || !call.method().equals("POST") || call.path().size() > 3) {
      return false;
    }
    var role = call.json().at("/entitlement/attributeValue").asText();
    return store
            .having(ResourceKind.APP_ROLES, "/id", role)
            .anyMatch(found ->
                found.at("/app/value").asText().equals(InitialResources.DOMAIN_APP)
                    && found.path("displayName").asText().endsWith("Administrator"))
        && scim.get(ResourceKind.APPS, caller.path("id").asText())
            .path("grantedAppRoles")
            .valueStream()
            .noneMatch(r -> r.path("display").asText().equals("Identity Domain Administrator"));
  }

  private boolean allowed(ObjectNode app, String method, String type) {
    return scim.get(ResourceKind.APPS, app.path("id").asText())
        .path("grantedAppRoles")
        .valueStream()
        .filter(role -> role.path("appId").asText().equals(InitialResources.DOMAIN_APP))
        .anyMatch(role -> Permissions.allows(role.path("display").asText(), method, type));
  }

  private Reply operation(HttpCall call) {
    var kind = ResourceKind.of(call.type());
    if (kind.isEmpty()) {
      return verb(call);
    }
    var id = call.path().size() > 3 ? call.path().get(3) : "";
    if (call.method().equals("POST") && id.equals(".search")) {
      SchemaCheck.requireSchemas(
          call.json(), "urn:ietf:params:scim:api:messages:2.0:SearchRequest");
      return new Reply(200, scim.list(kind.get(), call.searchRequest()).toString());
    }
    return switch (call.method() + (id.isEmpty() ? "" : " id")) {
      case "GET" -> new Reply(200, scim.list(kind.get(), call.query()).toString());
      case "GET id" -> projected(200, call, kind.get(), scim.get(kind.get(), id));
      case "POST" -> projected(201, call, kind.get(), scim.create(kind.get(), call.json()));
      case "PATCH id" ->
          projected(
              200,
              call,
              kind.get(),
              scim.patch(kind.get(), id, call.header("If-Match"), call.json()));
      case "PUT id" ->
          projected(
              200,
              call,
              kind.get(),
              scim.put(kind.get(), id, call.header("If-Match"), call.json()));
      case "DELETE id" -> {
        scim.delete(kind.get(), id, call.header("If-Match"));
        yield new Reply(204, "");
      }
      default -> Reply.error(405, "error.common.common.methodNotAllowed", "Method not allowed.");
    };
  }

  private Reply verb(HttpCall call) {
    return switch (call.method() + " " + call.type()) {
      case "PUT AppStatusChanger" ->
          new Reply(200, scim.changeStatus(call.path().get(3), call.json()).toString());
      case "POST AppClientSecretRegenerator" ->
          new Reply(201, scim.regenerateSecret(call.json()).toString());
      default -> Reply.error(404, "error.common.common.notFound", "No such resource type.");
    };
  }

  private static Reply projected(
      int status, HttpCall call, ResourceKind kind, ObjectNode resource) {
    return Reply.resource(status, Projection.from(call.query()).of(kind, resource));
  }
}
