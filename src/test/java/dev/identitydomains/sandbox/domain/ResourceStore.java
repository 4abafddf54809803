package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The domain's resources in memory. Not thread-safe. */
final class ResourceStore {

  /** A location is a whole URL; which host it has, clients do not look at. */
  static final String WHOLE = "https://domain.example.com:443";

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private record Table(Map<String, ObjectNode> rows, Index index) {}

  private final Map<String, Table> tables = new HashMap<>();
  private final AtomicLong versions = new AtomicLong();
  private final Clock clock;

  ResourceStore(Clock clock) {
    this.clock = clock;
    ResourceKind.ALL.forEach(
        kind -> tables.put(kind.path(), new Table(new TreeMap<>(), new Index(kind.indexed()))));
  }

  /** Adds a resource with {@code meta}, and with an id if it has none. */
  ObjectNode add(ResourceKind kind, ObjectNode resource) {
    requireUnique(kind, resource);
    if (!resource.has("id")) {
      resource.put("id", UUID.randomUUID().toString().replace("-", ""));
    }
    if (!resource.has("schemas")) {
      resource.putArray("schemas").add(kind.schema());
    }
    var id = resource.get("id").asText();
    resource
        .putObject("meta")
        .put("resourceType", kind.name())
        .put("created", now())
        .put("location", WHOLE + "/admin/v1/%s/%s".formatted(kind.path(), id));
    stamp(resource);
    put(kind, resource);
    return resource;
  }

  /** Replaces a resource and raises its version. */
  void replace(ResourceKind kind, ObjectNode resource) {
    requireUnique(kind, resource);
    overwrite(kind, resource);
  }

  /** Replaces a resource even by one that is not unique. */
  void overwrite(ResourceKind kind, ObjectNode resource) {
    stamp(resource);
    put(kind, resource);
  }

  private void put(ResourceKind kind, ObjectNode resource) {
    var table = table(kind);
    var before = table.rows().put(resource.get("id").asText(), resource);
    if (before != null) {
      table.index().remove(before);
    }
    table.index().add(resource);
  }

  ObjectNode get(ResourceKind kind, String id) {
    var found = table(kind).rows().get(id);
    if (found == null) {
      throw DomainError.notFound(kind.path(), id);
    }
    return found;
  }

  boolean has(ResourceKind kind, String id) {
    return table(kind).rows().containsKey(id);
  }

  Stream<ObjectNode> stream(ResourceKind kind) {
    return List.copyOf(table(kind).rows().values()).stream();
  }

  /** Whether the attribute at this JSON pointer is indexed. */
  boolean isIndexed(ResourceKind kind, String pointer) {
    return table(kind).index().covers(pointer);
  }

  /** The resources with this value of an indexed attribute, ignoring case. */
  Stream<ObjectNode> having(ResourceKind kind, String pointer, String text) {
    return table(kind).index().find(pointer, text).stream().sorted().map(id -> get(kind, id));
  }

  void remove(ResourceKind kind, String id) {
    var table = table(kind);
    var removed = table.rows().remove(id);
    if (removed != null) {
      table.index().remove(removed);
    }
  }

  void removeHaving(ResourceKind kind, String pointer, String text) {
    table(kind).index().find(pointer, text).forEach(id -> remove(kind, id));
  }

  private Table table(ResourceKind kind) {
    return Objects.requireNonNull(tables.get(kind.path()));
  }

  private void stamp(ObjectNode resource) {
    ((ObjectNode) resource.get("meta"))
        .put("lastModified", now())
        .put("version", "\"%d\"".formatted(versions.incrementAndGet()));
  }

  /** Published replies have milliseconds. */
  private String now() {
    return MILLISECONDS.format(clock.instant());
  }

  private void requireUnique(ResourceKind kind, ObjectNode resource) {
    for (var attribute : kind.unique()) {
      var value = resource.path(attribute).asText();
      if (having(kind, "/" + attribute, value).anyMatch(other -> !sameId(other, resource))) {
        throw new DomainError(
            409,
            "error.common.common.resourceExist",
            "A resource with %s %s already exists.".formatted(attribute, value));
      }
    }
  }

  private static boolean sameId(ObjectNode one, ObjectNode other) {
    return one.path("id").equals(other.path("id"));
  }
}
