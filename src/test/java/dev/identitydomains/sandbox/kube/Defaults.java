package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The defaults of a schema. */
final class Defaults {

  private Defaults() {}

  /** Fills in what an object leaves out, wherever the parent of the field is there. */
  static void fill(JsonNode value, JsonNode schema) {
    if (value instanceof ObjectNode object) {
      for (var property : schema.path("properties").properties()) {
        var name = property.getKey();
        if (!object.has(name) && property.getValue().has("default")) {
          object.set(name, property.getValue().path("default").deepCopy());
        }
        fill(object.path(name), property.getValue());
      }
      object.forEach(member -> fill(member, schema.path("additionalProperties")));
    }
    if (value.isArray()) {
      value.forEach(item -> fill(item, schema.path("items")));
    }
  }
}
