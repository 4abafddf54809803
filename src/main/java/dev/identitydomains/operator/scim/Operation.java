package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One write, sent alone or in a Bulk call (RFC 7644 sections 3.3, 3.5, 3.6 and 3.7).
 *
 * @param method HTTP method
 * @param type resource type
 * @param id id of the resource; null for a new one
 * @param version ETag for {@code If-Match} (RFC 7644 section 3.14), which only a single PATCH
 *     sends; null for an unconditional write
 * @param data the body; null for DELETE
 */
public record Operation(
    String method,
    ScimType type,
    @Nullable String id,
    @Nullable String version,
    @Nullable ObjectNode data) {

  public Operation {
    if (id != null) {
      ScimId.checked(type, id);
    }
  }

  private static final String PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

  /** Creates a resource with these attributes (RFC 7644 section 3.3). */
  public static Operation create(ScimType type, ObjectNode attributes) {
    return new Operation(
        "POST", type, null, null, withSchemas(attributes.deepCopy(), type.schema()));
  }

  /**
   * Replaces these attributes and keeps the others (RFC 7644 section 3.5.2.3). An empty value is
   * removed, as all published requests do; none replaces by one.
   */
  public static Operation replace(
      ScimType type, String id, @Nullable String version, Map<String, JsonNode> attributes) {
    var patch = withSchema(JsonNodeFactory.instance.objectNode(), PATCH_OP);
    var operations = patch.putArray("Operations");
    attributes.forEach((path, value) -> {
      if (isEmpty(value)) {
        operations.addObject().put("op", "remove").put("path", path);
      } else {
        operations.addObject().put("op", "replace").put("path", path).set("value", value);
      }
    });
    return new Operation("PATCH", type, id, version, patch);
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || (value.isArray() && value.isEmpty())
        || (value.isValueNode() && value.asText().isEmpty());
  }

  /**
   * Exchanges values of a multi-valued attribute and keeps its others (RFC 7644 sections 3.5.2.1
   * and 3.5.2.2).
   *
   * @param removed filters that select the values to remove; each must select one
   * @param added the values to add
   */
  public static Operation exchange(
      ScimType type, String id, String attribute, List<String> removed, JsonNode added) {
    var patch = withSchema(JsonNodeFactory.instance.objectNode(), PATCH_OP);
    var operations = patch.putArray("Operations");
    removed.forEach(filter ->
        operations
            .addObject()
            .put("op", "remove")
            .put("path", "%s[%s]".formatted(attribute, filter)));
    if (!added.isEmpty()) {
      operations.addObject().put("op", "add").put("path", attribute).set("value", added);
    }
    return new Operation("PATCH", type, id, null, patch);
  }

  /** Activates or deactivates an App through {@code AppStatusChanger}. */
  public static Operation setActive(String appId, boolean active) {
    var type = ScimType.APP_STATUS_CHANGER;
    var body = withSchema(JsonNodeFactory.instance.objectNode(), type.schema());
    return new Operation("PUT", type, appId, null, body.put("active", active));
  }

  /** Deletes a resource (RFC 7644 section 3.6). */
  public static Operation delete(ScimType type, String id) {
    return new Operation("DELETE", type, id, null, null);
  }

  /** The attributes that a creation or {@link #replace} writes; none for other operations. */
  Set<String> attributes() {
    if (data == null || type == ScimType.APP_STATUS_CHANGER) {
      return Set.of();
    }
    var names =
        method.equals("PATCH")
            ? data.path("Operations").valueStream().map(one -> one.path("path").asText())
            : AttributeName.all(data).filter(name -> !name.equals("schemas"));
    return names.filter(name -> name.indexOf('[') < 0).collect(Collectors.toSet());
  }

  /** Method and path for messages, for example {@code POST Apps}. */
  String title() {
    return method + " " + type.path();
  }

  /** Whether a 404 counts as success. */
  boolean isDoneWhenGone() {
    return method.equals("DELETE");
  }

  /** The entry in a Bulk request, without the ETag (RFC 7644 section 3.7). */
  ObjectNode inBulk(String bulkId) {
    var path = "/" + type.path() + (id == null ? "" : "/" + id);
    var entry = JsonNodeFactory.instance.objectNode();
    entry.put("method", method).put("path", path).put("bulkId", bulkId);
    if (data != null) {
      entry.set("data", data);
    }
    return entry;
  }

  /** A resource names the schemas of its extensions, too (RFC 7643 section 3.3). */
  private static ObjectNode withSchemas(ObjectNode attributes, String schema) {
    var extensions = AttributeName.extensions(attributes);
    extensions.forEach(withSchema(attributes, schema).withArray("schemas")::add);
    return attributes;
  }

  private static ObjectNode withSchema(ObjectNode attributes, String schema) {
    attributes.putArray("schemas").add(schema);
    return attributes;
  }

  @Override
  public String toString() {
    return title() + (id == null ? "" : "/" + id);
  }
}
