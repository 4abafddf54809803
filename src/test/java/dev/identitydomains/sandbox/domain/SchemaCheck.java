package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.Path;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.filters.Filter;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Refuses what the schema of a resource type refuses, with the service's errors. */
final class SchemaCheck {

  private final ResourceKind kind;

  SchemaCheck(ResourceKind kind) {
    this.kind = kind;
  }

  /**
   * Checks the body of a POST and removes what is read-only: a creation ignores it, as the
   * service's documents say.
   */
  void checkNew(ObjectNode body) {
    requireSchema(body);
    body.propertyStream()
        .map(Map.Entry::getKey)
        .filter(ScimAttribute::isExtension)
        .forEach(urn -> requireSchemas(body, urn));
    dropReadOnly(body, kind.attributes());
    checkWhole(body);
  }

  /** Checks the body of a PUT, which refuses what is read-only or changes what is immutable. */
  void checkReplacement(ObjectNode before, ObjectNode body) {
    requireSchema(body);
    body.propertyStream()
        .map(Map.Entry::getKey)
        .filter(name -> !name.equals("id") && !name.equals("meta"))
        .map(this::attribute)
        .forEach(SchemaCheck::requireWritable);
    for (var name : kind.names(ScimAttribute::isImmutable)) {
      if (body.has(name) && !isSame(before.path(name), body.path(name))) {
        throw immutable(name);
      }
    }
    checkWhole(body);
  }

  /** The service adds values to what a client sends of a complex attribute. */
  private static boolean isSame(JsonNode present, JsonNode sent) {
    return sent.isObject()
        ? sent.propertyStream()
            .allMatch(field -> present.path(field.getKey()).equals(field.getValue()))
        : present.equals(sent);
  }

  /** Checks the operations of a PATCH before they are applied. */
  void checkPatch(ObjectNode patch) {
    requireSchemas(patch, "urn:ietf:params:scim:api:messages:2.0:PatchOp");
    for (var operation : patch.path("Operations")) {
      var path = operation.path("path").asText();
      if (path.isEmpty()) {
        operation
            .path("value")
            .propertyStream()
            .map(Map.Entry::getKey)
            .map(this::attribute)
            .forEach(SchemaCheck::requireWritable);
      } else {
        checkPath(path, operation.path("value"));
      }
    }
  }

  private void checkPath(String path, JsonNode value) {
    try {
      var attributes = attributes(Path.fromString(path));
      attributes.forEach(SchemaCheck::requireWritable);
      entries(value).stream()
          .flatMap(JsonNode::propertyStream)
          .map(field -> sub(attributes.getLast(), field.getKey()))
          .forEach(SchemaCheck::requireWritable);
    } catch (ScimException e) {
      throw DomainError.invalid("Invalid path %s: %s".formatted(path, e.getMessage()));
    }
  }

  /** The attribute at each element of a path; not empty. */
  private List<ScimAttribute> attributes(Path path) {
    var attributes = new ArrayList<ScimAttribute>();
    Optional.ofNullable(path.getSchemaUrn())
        .filter(urn -> !urn.equals(kind.schema()))
        .map(this::attribute)
        .ifPresent(attributes::add);
    for (var element : path) {
      var name = element.getAttribute();
      attributes.add(attributes.isEmpty() ? attribute(name) : sub(attributes.getLast(), name));
    }
    return attributes;
  }

  /** Checks a resource after a PATCH. */
  void checkChanged(ObjectNode before, ObjectNode after) {
    for (var name : kind.names(ScimAttribute::isImmutable)) {
      if (!before.path(name).equals(after.path(name))) {
        throw immutable(name);
      }
    }
    checkWhole(after);
  }

  /** Checks that each attribute of a filter is searchable. */
  void checkFilter(Filter filter) {
    if (filter.isCombiningFilter()) {
      filter.getCombinedFilters().forEach(this::checkFilter);
    } else if (filter.isNotFilter()) {
      checkFilter(filter.getInvertedFilter());
    } else {
      var attribute = requireSearchable(attributes(filter.getAttributePath()).getLast());
      if (filter.isComplexValueFilter()) {
        checkValueFilter(attribute, filter.getValueFilter());
      }
    }
  }

  private static void checkValueFilter(ScimAttribute attribute, Filter filter) {
    if (filter.isCombiningFilter()) {
      filter.getCombinedFilters().forEach(part -> checkValueFilter(attribute, part));
    } else if (filter.isNotFilter()) {
      checkValueFilter(attribute, filter.getInvertedFilter());
    } else {
      requireSearchable(sub(attribute, filter.getAttributePath().getElement(0).getAttribute()));
    }
  }

  private static ScimAttribute requireSearchable(ScimAttribute attribute) {
    if (!attribute.searchable()) {
      throw DomainError.invalid("Attribute %s is not searchable.".formatted(attribute.name()));
    }
    return attribute;
  }

  private void requireSchema(ObjectNode body) {
    requireSchemas(body, kind.schema());
  }

  /** Requires the URN that a message or resource must have among its schemas. */
  static void requireSchemas(ObjectNode body, String schema) {
    var schemas = body.path("schemas");
    if (schemas.isEmpty()) {
      throw missing(List.of("schemas"));
    }
    if (schemas.valueStream().noneMatch(urn -> urn.asText().equals(schema))) {
      throw DomainError.invalid("Invalid schemas: %s is missing.".formatted(schema));
    }
  }

  private static void dropReadOnly(ObjectNode values, List<ScimAttribute> attributes) {
    for (var attribute : attributes) {
      if (attribute.isReadOnly()) {
        values.remove(attribute.name());
      }
      entries(values.path(attribute.name()))
          .forEach(entry -> dropReadOnly(entry, attribute.subAttributes()));
    }
  }

  private static List<ObjectNode> entries(JsonNode value) {
    var entries = value.isArray() ? value.valueStream() : Stream.of(value);
    return entries.filter(JsonNode::isObject).map(ObjectNode.class::cast).toList();
  }

  private void checkWhole(ObjectNode resource) {
    requireAll(resource, kind.attributes(), "");
    resource.properties().forEach(field -> checkAttribute(field.getKey(), field.getValue()));
  }

  /** Checks type and canonical values of one attribute. */
  void checkAttribute(String name, JsonNode value) {
    checkValue(attribute(name), value, name);
  }

  private static void requireAll(ObjectNode values, List<ScimAttribute> all, String prefix) {
    var missing =
        all.stream()
            .filter(ScimAttribute::required)
            .map(ScimAttribute::name)
            .filter(name -> isUnassigned(values.path(name)))
            .map(name -> prefix + name)
            .toList();
    if (!missing.isEmpty()) {
      throw missing(missing);
    }
  }

  /** RFC 7643 section 2.5: null and an empty array are the same as no value. */
  private static boolean isUnassigned(JsonNode value) {
    return value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
  }

  private static void checkValue(ScimAttribute attribute, JsonNode value, String path) {
    if (value.isNull()) {
      return;
    }
    if (attribute.multiValued() != value.isArray()) {
      throw wrong(path, value);
    }
    var values = value.isArray() ? value.valueStream().toList() : List.of(value);
    values.forEach(each -> checkSingle(attribute, each, path));
  }

  private static void checkSingle(ScimAttribute attribute, JsonNode value, String path) {
    var fits =
        switch (attribute.type()) {
          case "boolean" -> value.isBoolean();
          case "integer" -> value.isIntegralNumber();
          case "complex" -> value.isObject();
          case "dateTime" -> value.isTextual() && isTime(value.asText());
          default -> value.isTextual();
        };
    if (!fits
        || (!attribute.canonicalValues().isEmpty()
            && !attribute.canonicalValues().contains(value.asText()))) {
      throw wrong(path, value);
    }
    if (value.isTextual() && value.asText().length() > attribute.maxLength()) {
      throw new DomainError(
          400,
          "error.common.validation.stringExceedsMaxLimit",
          "%s has more than %d characters.".formatted(path, attribute.maxLength()));
    }
    if (value instanceof ObjectNode entry && !attribute.subAttributes().isEmpty()) {
      requireAll(entry, attribute.subAttributes(), path + ".");
      for (var field : entry.properties()) {
        checkValue(sub(attribute, field.getKey()), field.getValue(), path + "." + field.getKey());
      }
    }
  }

  private static boolean isTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private ScimAttribute attribute(String name) {
    return kind.attribute(name)
        .orElseThrow(
            () -> DomainError.invalid("%s has no attribute %s.".formatted(kind.name(), name)));
  }

  private static ScimAttribute sub(ScimAttribute attribute, String name) {
    return attribute
        .sub(name)
        .orElseThrow(
            () -> DomainError.invalid("%s has no attribute %s.".formatted(attribute.name(), name)));
  }

  private static void requireWritable(ScimAttribute attribute) {
    if (attribute.isReadOnly()) {
      throw new DomainError(
          400,
          "error.common.validation.readOnly",
          "Attribute %s is read-only.".formatted(attribute.name()));
    }
  }

  private static DomainError missing(List<String> names) {
    return new DomainError(
        400,
        "error.common.validation.missingReqAttributes",
        "Missing required attribute(s): %s.".formatted(String.join(", ", names)));
  }

  private static DomainError immutable(String name) {
    return new DomainError(
        400, "error.common.validation.immutable", "Attribute %s is immutable.".formatted(name));
  }

  private static DomainError wrong(String path, JsonNode value) {
    return DomainError.invalid("Invalid value for %s: %s.".formatted(path, value));
  }
}
