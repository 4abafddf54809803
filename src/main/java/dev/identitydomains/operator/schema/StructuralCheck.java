package dev.identitydomains.operator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Types, required fields, enums, patterns and bounds of a structural schema. */
final class StructuralCheck {

  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private StructuralCheck() {}

  /** Returns the errors of a value and of all values in it. */
  static Stream<FieldError> errors(JsonNode schema, String path, JsonNode value) {
    var expected = schema.path("type").asText();
    var actual = value.getNodeType().name().toLowerCase(Locale.ROOT);
    if (!isOfType(value, expected)) {
      return Stream.of(
          new FieldError(
              FieldError.Type.TYPE_INVALID,
              path,
              new TextNode(typeName(value, actual)),
              "%s in body must be of type %s: \"%s\""
                  .formatted(path, expected, typeName(value, actual))));
    }
    return switch (expected) {
      case "object" -> objectErrors(schema, path, value);
      case "array" -> arrayErrors(schema, path, value);
      case "string" -> textErrors(schema, path, value);
      default -> Stream.empty();
    };
  }

  private static boolean isOfType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> true;
    };
  }

  private static String typeName(JsonNode value, String nodeType) {
    return value.isIntegralNumber() ? "integer" : nodeType;
  }

  private static Stream<FieldError> objectErrors(JsonNode schema, String path, JsonNode value) {
    var missing =
        schema
            .path("required")
            .valueStream()
            .map(JsonNode::asText)
            .filter(name -> !value.has(name))
            .map(name -> new FieldError(FieldError.Type.REQUIRED, child(path, name), null, ""));
    var nested =
        value
            .propertyStream()
            .flatMap(property ->
                memberSchema(schema, property.getKey())
                    .flatMap(member ->
                        errors(member, child(path, property.getKey()), property.getValue())));
    return Stream.of(sizeErrors(schema, "Properties", path, value.size()), missing, nested)
        .flatMap(s -> s);
  }

  /** The schema of an object's member; empty for an unknown member. */
  static Stream<JsonNode> memberSchema(JsonNode schema, String name) {
    return Stream.of(schema.path("properties").path(name), schema.path("additionalProperties"))
        .filter(JsonNode::isObject)
        .limit(1);
  }

  static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Stream<FieldError> arrayErrors(JsonNode schema, String path, JsonNode value) {
    var items =
        IntStream.range(0, value.size())
            .boxed()
            .flatMap(i -> errors(schema.path("items"), path + "[" + i + "]", value.get(i)));
    return Stream.concat(sizeErrors(schema, "Items", path, value.size()), items);
  }

  private static Stream<FieldError> sizeErrors(
      JsonNode schema, String what, String path, int size) {
    var most = schema.path("max" + what).asInt(Integer.MAX_VALUE);
    var least = schema.path("min" + what).asInt(0);
    if (size > most) {
      return Stream.of(
          new FieldError(
              FieldError.Type.TOO_MANY,
              path,
              new IntNode(size),
              "must have at most %d items".formatted(most)));
    }
    return size >= least
        ? Stream.empty()
        : Stream.of(
            new FieldError(
                FieldError.Type.INVALID,
                path,
                new IntNode(size),
                "%s in body should have at least %d %s"
                    .formatted(path, least, what.toLowerCase(Locale.ROOT))));
  }

  private static Stream<FieldError> textErrors(JsonNode schema, String path, JsonNode value) {
    var isListed = !schema.has("enum") || values(schema.path("enum")).contains(value);
    return Stream.concat(
        formError(schema, path, value).stream(),
        isListed
            ? Stream.empty()
            : Stream.of(
                new FieldError(
                    FieldError.Type.NOT_SUPPORTED, path, value, supported(schema.path("enum")))));
  }

  /** An API server reports only the first error among length and pattern. */
  private static Optional<FieldError> formError(JsonNode schema, String path, JsonNode value) {
    var text = value.asText();
    var length = text.codePointCount(0, text.length());
    var most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    if (length > most) {
      var detail = "may not be more than %d bytes".formatted(most);
      return Optional.of(new FieldError(FieldError.Type.TOO_LONG, path, null, detail));
    }
    var least = schema.path("minLength").asInt(0);
    var pattern = schema.path("pattern").asText();
    var problem =
        length < least
            ? "be at least %d chars long".formatted(least)
            : compiled(pattern).matcher(text).find() ? "" : "match '%s'".formatted(pattern);
    return problem.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FieldError(
                FieldError.Type.INVALID, path, value, path + " in body should " + problem));
  }

  private static Pattern compiled(String pattern) {
    return PATTERNS.computeIfAbsent(pattern, Pattern::compile);
  }

  private static List<JsonNode> values(JsonNode list) {
    return list.valueStream().toList();
  }

  private static String supported(JsonNode values) {
    return values
        .valueStream()
        .map(JsonNode::toString)
        .collect(Collectors.joining(", ", "supported values: ", ""));
  }
}
