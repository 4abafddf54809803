package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7396) of objects. */
public final class MergePatch {

  private MergePatch() {}

  /** Returns a copy of the object with the patch applied. */
  public static ObjectNode merged(JsonNode before, JsonNode patch) {
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
}
