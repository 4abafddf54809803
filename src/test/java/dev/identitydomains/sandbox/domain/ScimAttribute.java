package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The characteristics of an attribute (RFC 7643 section 7), as {@code schema.json} has them.
 *
 * @param searchable whether filters may name it, which RFC 7643 leaves open
 * @param canonicalValues all values that are taken; empty for any
 * @param maxLength most characters of a string
 */
record ScimAttribute(
    String name,
    String type,
    boolean multiValued,
    boolean required,
    String mutability,
    String returned,
    String uniqueness,
    boolean searchable,
    List<String> canonicalValues,
    int maxLength,
    List<ScimAttribute> subAttributes) {

  static ScimAttribute read(JsonNode json) {
    return new ScimAttribute(
        json.path("name").asText(),
        json.path("type").asText(),
        json.path("multiValued").asBoolean(),
        json.path("required").asBoolean(),
        json.path("mutability").asText("readWrite"),
        json.path("returned").asText("default"),
        json.path("uniqueness").asText("none"),
        json.path("searchable").asBoolean(),
        json.path("canonicalValues").valueStream().map(JsonNode::asText).toList(),
        json.path("maxLength").asInt(Integer.MAX_VALUE),
        json.path("subAttributes").valueStream().map(ScimAttribute::read).toList());
  }

  boolean isReadOnly() {
    return mutability.equals("readOnly");
  }

  boolean isImmutable() {
    return mutability.equals("immutable");
  }

  /** Whether a name is the URN of a schema extension, whose attributes are below it. */
  static boolean isExtension(String name) {
    return name.startsWith("urn:");
  }

  /** The attributes that every reply has. */
  boolean isAlways() {
    return returned.equals("always");
  }

  /** The sub-attribute of this name, whose case does not matter (RFC 7643 section 2.1). */
  Optional<ScimAttribute> sub(String other) {
    return named(subAttributes.stream(), other);
  }

  static Optional<ScimAttribute> named(Stream<ScimAttribute> attributes, String name) {
    return attributes.filter(attribute -> attribute.name.equalsIgnoreCase(name)).findFirst();
  }
}
