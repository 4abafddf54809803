package dev.identitydomains.admission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a definition demands of a spec, as {@code field: words}: fields of list items
 * have the index 0, those of maps the key {@code x}.
 */
final class Constraints {

  private Constraints() {}

  static Stream<String> of(JsonNode definition) {
    var spec = definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    return of(spec, "spec").distinct();
  }

  private static Stream<String> of(JsonNode schema, String field) {
    var own =
        Stream.of(
                text(schema, "minLength", "should be at least %s chars long"),
                text(schema, "maxLength", "may not be more than %s bytes"),
                text(schema, "minItems", "should have at least %s items"),
                text(schema, "maxItems", "must have at most %s items"),
                text(schema, "minProperties", "should have at least %s properties"),
                text(schema, "maxProperties", "must have at most %s items"),
                text(schema, "pattern", "should match '%s'"),
                supported(schema))
            .flatMap(words -> words)
            .map(words -> field + ": " + words);
    var required =
        schema
            .path("required")
            .valueStream()
            .map(name -> field + "." + name.asText() + ": Required value");
    var rules =
        schema
            .path("x-kubernetes-validations")
            .valueStream()
            .map(rule ->
                field + rule.path("fieldPath").asText() + ": " + rule.path("message").asText());
    return Stream.of(own, required, rules, members(schema, field)).flatMap(all -> all);
  }

  private static Stream<String> members(JsonNode schema, String field) {
    var properties =
        schema
            .path("properties")
            .propertyStream()
            .flatMap(p -> of(p.getValue(), field + "." + p.getKey()));
    return Stream.of(
            properties,
            of(schema.path("items"), field + "[0]", "items", schema),
            of(
                schema.path("additionalProperties"),
                field + (field.endsWith(".definedTags") ? ".n.x" : ".x"), // by a rule for keys
                "additionalProperties",
                schema))
        .flatMap(all -> all);
  }

  private static Stream<String> of(JsonNode member, String field, String name, JsonNode owner) {
    return owner.has(name) ? of(member, field) : Stream.empty();
  }

  private static Stream<String> text(JsonNode schema, String name, String words) {
    return schema.has(name)
        ? Stream.of(words.formatted(schema.get(name).asText()))
        : Stream.empty();
  }

  private static Stream<String> supported(JsonNode schema) {
    return schema.has("enum")
        ? Stream.of(
            schema
                .get("enum")
                .valueStream()
                .map(JsonNode::toString)
                .collect(Collectors.joining(", ", "supported values: ", "")))
        : Stream.empty();
  }
}
