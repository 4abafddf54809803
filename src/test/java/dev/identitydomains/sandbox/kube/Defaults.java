package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Applies the defaults of a structural schema. */
public final class Defaults {

  private Defaults() {}

  /** Adds default values of absent fields whose parent is present. */
  public static void fill(JsonNode value, JsonNode schema) {
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
