package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The domain's resources in memory. Its owner synchronizes. */
final class ResourceStore {

  private final Map<ResourceKind, Map<String, ObjectNode>> resources = new LinkedHashMap<>();
  private final AtomicLong versions = new AtomicLong();
  private final Clock clock;

  ResourceStore(Clock clock) {
    this.clock = clock;
    ResourceKind.ALL.forEach(kind -> resources.put(kind, new TreeMap<>()));
  }

  /** Adds a resource, giving it an id where it has none, and stamps it. */
  ObjectNode add(ResourceKind kind, ObjectNode resource) {
    requireUnique(kind, resource);
    if (!resource.has("id")) {
      resource.put("id", UUID.randomUUID().toString().replace("-", ""));
    }
    resource.putArray("schemas").add(kind.schema());
    var id = resource.get("id").asText();
    resource
        .putObject("meta")
        .put("resourceType", kind.path().substring(0, kind.path().length() - 1))
        .put("created", clock.instant().toString())
        .put("location", "/admin/v1/%s/%s".formatted(kind.path(), id));
    stamp(resource);
    resources(kind).put(id, resource);
    return resource;
  }

  /** Puts a changed resource in the place of its former self. */
  void replace(ResourceKind kind, ObjectNode resource) {
    requireUnique(kind, resource);
    stamp(resource);
    resources(kind).put(resource.get("id").asText(), resource);
  }

  ObjectNode get(ResourceKind kind, String id) {
    var found = resources(kind).get(id);
    if (found == null) {
      throw DomainError.notFound(kind.path(), id);
    }
    return found;
  }

  boolean has(ResourceKind kind, String id) {
    return resources(kind).containsKey(id);
  }

  Stream<ObjectNode> stream(ResourceKind kind) {
    return List.copyOf(resources(kind).values()).stream();
  }

  void removeIf(ResourceKind kind, Predicate<ObjectNode> condition) {
    resources(kind).values().removeIf(condition);
  }

  private Map<String, ObjectNode> resources(ResourceKind kind) {
    return java.util.Objects.requireNonNull(resources.get(kind));
  }

  private void stamp(ObjectNode resource) {
    ((ObjectNode) resource.get("meta"))
        .put("lastModified", clock.instant().toString())
        .put("version", "\"%d\"".formatted(versions.incrementAndGet()));
  }

  private void requireUnique(ResourceKind kind, ObjectNode resource) {
    for (var attribute : kind.unique()) {
      var value = resource.path(attribute);
      stream(kind)
          .filter(other -> !other.path("id").equals(resource.path("id")))
          .filter(other -> sameText(other.path(attribute), value))
          .findFirst()
          .ifPresent(other -> {
            throw new DomainError(
                409,
                "error.common.common.resourceExist",
                "A resource with %s %s already exists.".formatted(attribute, value.asText()));
          });
    }
  }

  private static boolean sameText(JsonNode one, JsonNode other) {
    return one.isTextual() && one.asText().equalsIgnoreCase(other.asText());
  }
}
