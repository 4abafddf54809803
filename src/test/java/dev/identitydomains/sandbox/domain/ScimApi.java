package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.utils.FilterEvaluator;
import com.unboundid.scim2.common.utils.JsonUtils;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The operations on resources: list, get, create, patch, delete, App status and secret. */
final class ScimApi {

  private static final int LARGEST_PAGE = 1000;
  private static final int DEFAULT_PAGE = 50;

  private final ResourceStore store;
  private final Set<DomainMode> modes;
  private final AppRules rules;
  private final GrantRules grants;

  ScimApi(ResourceStore store, Set<DomainMode> modes, ObjectLimits limits) {
    this.modes = modes;
    this.store = store;
    this.grants = new GrantRules(store);
    this.rules = new AppRules(store, modes, grants, limits);
  }

  ObjectNode list(ResourceKind kind, Map<String, List<String>> query) {
    var matching = matching(kind, query.getOrDefault("filter", List.of("")).getFirst());
    var start = Math.max(1, number(query, "startIndex", 1));
    var count = Math.clamp(number(query, "count", DEFAULT_PAGE), 0, LARGEST_PAGE);
    var page = matching.stream().skip(start - 1L).limit(count).toList();
    var reply = JsonNodeFactory.instance.objectNode();
    reply.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
    reply.put("totalResults", matching.size()).put("startIndex", start);
    reply.put("itemsPerPage", count);
    var resources = reply.putArray("Resources");
    var projection = Projection.from(query);
    page.forEach(resource -> resources.add(projection.of(kind, withComputed(kind, resource))));
    return reply;
  }

  private List<ObjectNode> matching(ResourceKind kind, String expression) {
    if (expression.isEmpty()) {
      return store.stream(kind).toList();
    }
    var filter = parse(expression);
    new SchemaCheck(kind).checkFilter(filter);
    return candidates(kind, filter)
        .orElseGet(() -> store.stream(kind))
        .filter(resource -> evaluate(filter, resource))
        .toList();
  }

  /** The candidates for a filter by index; empty when the filter needs a full scan. */
  private Optional<Stream<ObjectNode>> candidates(ResourceKind kind, Filter filter) {
    return switch (filter.getFilterType()) {
      case EQUAL -> {
        var pointer = "/" + filter.getAttributePath().toString().replace('.', '/');
        yield store.isIndexed(kind, pointer)
            ? Optional.of(store.having(kind, pointer, filter.getComparisonValue().asText()))
            : Optional.empty();
      }
      case AND ->
          filter.getCombinedFilters().stream()
              .flatMap(f -> candidates(kind, f).stream())
              .findFirst();
      case OR -> {
        var all = filter.getCombinedFilters().stream().map(f -> candidates(kind, f)).toList();
        yield all.stream().allMatch(Optional::isPresent)
            ? Optional.of(all.stream().flatMap(Optional::get).distinct())
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  ObjectNode get(ResourceKind kind, String id) {
    return withComputed(kind, store.get(kind, id));
  }

  ObjectNode create(ResourceKind kind, ObjectNode body) {
    var resource = body.deepCopy();
    new SchemaCheck(kind).checkNew(resource);
    rules.completeNew(kind, resource);
    var created = store.add(kind, resource);
    if (kind.equals(ResourceKind.GRANTS)) {
      return grants.created(created);
    }
    return withComputed(kind, created);
  }

  ObjectNode patch(ResourceKind kind, String id, Optional<String> ifMatch, ObjectNode body) {
    var before = store.get(kind, id);
    requireVersion(before, ifMatch);
    var check = new SchemaCheck(kind);
    check.checkPatch(body);
    if (modes.contains(DomainMode.NO_EMPTY_REPLACE)) {
      requireValues(body);
    }
    var changed = new GenericScimResource(before.deepCopy());
    try {
      JsonUtils.nodeToValue(body, PatchRequest.class).apply(changed);
    } catch (ScimException | com.fasterxml.jackson.core.JsonProcessingException e) {
      throw DomainError.invalid("Invalid patch: " + e.getMessage());
    }
    var after = changed.getObjectNode();
    check.checkChanged(before, after);
    return change(kind, before, after);
  }

  /** Replaces all that is writable (RFC 7644 section 3.5.1): what the body lacks is cleared. */
  ObjectNode put(ResourceKind kind, String id, Optional<String> ifMatch, ObjectNode body) {
    var before = store.get(kind, id);
    requireVersion(before, ifMatch);
    new SchemaCheck(kind).checkReplacement(before, body);
    var after = before.deepCopy();
    kind.attributes().stream()
        .filter(attribute -> !attribute.isReadOnly() && !attribute.isImmutable())
        .map(ScimAttribute::name)
        .forEach(name -> {
          after.remove(name);
          Optional.ofNullable(body.get(name)).ifPresent(value -> after.set(name, value));
        });
    return change(kind, before, after);
  }

  private ObjectNode change(ResourceKind kind, ObjectNode before, ObjectNode after) {
    rules.check(kind, before, after);
    store.replace(kind, after);
    return withComputed(kind, after);
  }

  void delete(ResourceKind kind, String id, Optional<String> ifMatch) {
    var resource = store.get(kind, id);
    requireVersion(resource, ifMatch);
    rules.checkDeletion(kind, resource);
    store.remove(kind, id);
    store.removeHaving(ResourceKind.GRANTS, "/grantee/value", id);
    store.removeHaving(ResourceKind.GRANTS, "/app/value", id);
    if (kind.equals(ResourceKind.GRANTS)) {
      grants.removed(resource);
    }
    if (kind.equals(ResourceKind.APPS)) {
      store.having(ResourceKind.APP_ROLES, "/app/value", id).forEach(this::removeRole);
    } else if (kind.equals(ResourceKind.APP_ROLES)) {
      removeRole(resource);
    }
  }

  private void removeRole(ObjectNode role) {
    var id = role.path("id").asText();
    store.remove(ResourceKind.APP_ROLES, id);
    store.removeHaving(ResourceKind.GRANTS, "/entitlement/attributeValue", id);
  }

  ObjectNode changeStatus(String appId, ObjectNode body) {
    new SchemaCheck(ResourceKind.STATUS_CHANGER).checkNew(body.deepCopy());
    var app = store.get(ResourceKind.APPS, appId).deepCopy();
    app.put("active", body.path("active").asBoolean());
    store.replace(ResourceKind.APPS, app);
    return reply(ResourceKind.STATUS_CHANGER)
        .put("id", appId)
        .put("active", body.path("active").asBoolean());
  }

  /** Creates a new client secret; the old one is invalid at once. */
  ObjectNode regenerateSecret(ObjectNode body) {
    new SchemaCheck(ResourceKind.SECRET_REGENERATOR).checkNew(body.deepCopy());
    var appId = body.path("appId").asText();
    var app = store.get(ResourceKind.APPS, appId).deepCopy();
    app.put("clientSecret", AppRules.newSecret());
    store.replace(ResourceKind.APPS, app);
    return reply(ResourceKind.SECRET_REGENERATOR)
        .put("appId", appId)
        .put("clientSecret", app.path("clientSecret").asText());
  }

  private static ObjectNode reply(ResourceKind kind) {
    var reply = JsonNodeFactory.instance.objectNode();
    reply.putArray("schemas").add(kind.schema());
    return reply;
  }

  private ObjectNode withComputed(ResourceKind kind, ObjectNode resource) {
    if (!kind.equals(ResourceKind.APPS)) {
      return kind.equals(ResourceKind.APP_ROLES) ? versioned(resource.deepCopy()) : resource;
    }
    var app = versioned(resource.deepCopy());
    var granted = app.putArray("grantedAppRoles");
    store
        .having(ResourceKind.GRANTS, "/grantee/value", app.path("id").asText())
        .map(grant -> grant.path("entitlement").path("attributeValue").asText())
        .filter(roleId -> store.has(ResourceKind.APP_ROLES, roleId))
        .forEach(roleId -> granted.add(grantedRole(store.get(ResourceKind.APP_ROLES, roleId))));
    return app;
  }

  private ObjectNode versioned(ObjectNode resource) {
    if (modes.contains(DomainMode.NO_VERSIONS)
        && resource.path("meta") instanceof ObjectNode meta) {
      meta.remove("version");
    }
    return resource;
  }

  private static ObjectNode grantedRole(ObjectNode role) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("value", role.path("id").asText())
        .put("display", role.path("displayName").asText())
        .put("appId", role.path("app").path("value").asText())
        .put("adminRole", role.path("adminRole").asBoolean())
        .put("type", "direct");
  }

  private static void requireValues(ObjectNode patch) {
    for (var operation : patch.path("Operations")) {
      var value = operation.path("value");
      if (operation.path("op").asText().equals("replace")
          && (value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty())) {
        throw DomainError.invalid(
            "Missing value for %s.".formatted(operation.path("path").asText()));
      }
    }
  }

  private void requireVersion(ObjectNode resource, Optional<String> ifMatch) {
    var version = resource.path("meta").path("version").asText();
    if (!modes.contains(DomainMode.NO_VERSIONS)
        && ifMatch.isPresent()
        && !ifMatch.get().equals(version)) {
      throw new DomainError(
          412, "error.common.common.preconditionFailed", "The resource was changed meanwhile.");
    }
  }

  private static Filter parse(String expression) {
    try {
      return Filter.fromString(expression);
    } catch (ScimException e) {
      throw DomainError.invalid("Invalid filter: " + e.getMessage());
    }
  }

  private static boolean evaluate(Filter filter, ObjectNode resource) {
    try {
      return FilterEvaluator.evaluate(filter, resource);
    } catch (ScimException e) {
      throw DomainError.invalid("Invalid filter: " + e.getMessage());
    }
  }

  private static int number(Map<String, List<String>> query, String name, int otherwise) {
    return Integer.parseInt(
        query.getOrDefault(name, List.of(String.valueOf(otherwise))).getFirst());
  }
}
