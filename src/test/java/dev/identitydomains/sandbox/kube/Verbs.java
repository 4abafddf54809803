package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Carries one request out. */
record Verbs(ObjectStore store, ApiRequest request) {

  JsonNode answer() {
    return switch (request.method()) {
      case "GET" -> read();
      case "POST" -> create();
      case "PUT" -> store.update(request.key(), before -> written(before, request.object()));
      case "PATCH" -> patch();
      case "DELETE" -> store.delete(request.key());
      default -> throw new ApiError(405, "MethodNotAllowed", request.method());
    };
  }

  private JsonNode read() {
    var version = String.valueOf(store.version());
    if (!request.name().isEmpty()) {
      var one = store.require(request.key());
      return request.shown(List.of(one), one);
    }
    var selected = store.stream().filter(request::matches).toList();
    var list = JsonNodeFactory.instance.objectNode().put("kind", request.type().kind() + "List");
    list.put("apiVersion", request.type().apiVersion()).putArray("items").addAll(selected);
    var shown = (ObjectNode) request.shown(selected, list);
    ObjectStore.metadata(shown).put("resourceVersion", version);
    return shown;
  }

  private ObjectNode create() {
    var object = request.object();
    var metadata = ObjectStore.metadata(object);
    var generated =
        metadata.path("generateName").asText() + UUID.randomUUID().toString().substring(0, 8);
    metadata.put("name", metadata.path("name").asText(generated));
    if (request.type().hasStatusSubresource()) {
      object.remove("status");
    }
    if (request.type().kind().equals("CustomResourceDefinition")) {
      var established = object.putObject("status").putArray("conditions").addObject();
      established.put("type", "Established").put("status", "True");
    }
    return store.create(encoded(object));
  }

  private ObjectNode patch() {
    var mediaType = Objects.requireNonNullElse(request.headers().getFirst("Content-Type"), "");
    if (mediaType.startsWith("application/apply-patch")
        && request.subresource().isEmpty()
        && store.find(request.key()).isEmpty()) {
      return create();
    }
    return store.update(request.key(), before -> written(before, patched(before, mediaType)));
  }

  private ObjectNode patched(ObjectNode before, String mediaType) {
    return switch (mediaType.replaceFirst("[+;].*", "")) {
      case "application/apply-patch" -> applied(before, request.object());
      case "application/json-patch" -> (ObjectNode) JsonPatch.apply(request.body(), before);
      default -> merged(before, request.body());
    };
  }

  /**
   * Server-side apply with one owner for each top-level field: what is applied replaces it whole,
   * but metadata, which many managers share, is merged.
   */
  private static ObjectNode applied(ObjectNode before, ObjectNode wanted) {
    var after = before.deepCopy();
    after.setAll(wanted);
    after.set("metadata", merged(before.path("metadata"), wanted.path("metadata")));
    var version = wanted.at("/metadata/resourceVersion");
    ObjectStore.metadata(after).set("resourceVersion", version);
    return after;
  }

  /** JSON merge patch (RFC 7396). */
  private static ObjectNode merged(JsonNode before, JsonNode patch) {
    var after =
        before instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    for (var field : patch.properties()) {
      var value = field.getValue();
      if (value.isNull()) {
        after.remove(field.getKey());
      } else {
        after.set(
            field.getKey(), value.isObject() ? merged(after.path(field.getKey()), value) : value);
      }
    }
    return after;
  }

  /** The status changes through its subresource only, and nothing else does there. */
  private ObjectNode written(ObjectNode before, ObjectNode wanted) {
    if (!request.type().hasStatusSubresource()) {
      return encoded(wanted);
    }
    var toStatus = request.subresource().equals("status");
    var after = (toStatus ? before : wanted).deepCopy();
    after.remove("status");
    (toStatus ? wanted : before)
        .optional("status")
        .ifPresent(status -> after.set("status", status));
    var version = wanted.at("/metadata/resourceVersion");
    ObjectStore.metadata(after).set("resourceVersion", version);
    return after;
  }

  /** A Secret's {@code stringData} becomes {@code data}. */
  private static ObjectNode encoded(ObjectNode object) {
    if (object.remove("stringData") instanceof ObjectNode texts) {
      for (var text : texts.properties()) {
        var bytes = text.getValue().asText().getBytes(StandardCharsets.UTF_8);
        object.withObject("/data").put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
    return object;
  }
}
