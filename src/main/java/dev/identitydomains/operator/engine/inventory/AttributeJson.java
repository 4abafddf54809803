package dev.identitydomains.operator.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.identitydomains.operator.plan.AttributeValue;
import dev.identitydomains.operator.plan.AttributeValue.ComplexValues;
import dev.identitydomains.operator.plan.AttributeValue.DeclaredEntries;
import dev.identitydomains.operator.plan.AttributeValue.Scalar;
import dev.identitydomains.operator.plan.AttributeValue.StringSet;
import dev.identitydomains.operator.plan.EntryKey;
import dev.identitydomains.operator.scim.AttributeName;
import dev.identitydomains.operator.scim.ScimResource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Converts attribute values to and from JSON; declared values give the shape to read. */
public final class AttributeJson {

  /** Read-only sub-attributes (RFC 7643 section 7); a key may have the same name. */
  private static final Set<String> READ_ONLY =
      Set.of(
          "$ref",
          "fqs",
          "idOfDefiningApp",
          "readOnly",
          "kid",
          "x5t",
          "sha1Thumbprint",
          "x509Base64Certificate");

  private AttributeJson() {}

  /** Converts one value; sorts the values of a set. */
  public static JsonNode write(AttributeValue value) {
    var json = JsonNodeFactory.instance;
    return switch (value) {
      case Scalar scalar -> json.pojoNode(scalar.value());
      case StringSet texts -> {
        var array = json.arrayNode();
        texts.values().stream().sorted().forEach(array::add);
        yield array;
      }
      case ComplexValues(var key, var entries) -> array(EntryKey.of(key), entries);
      case DeclaredEntries(var key, var entries) -> array(key, entries);
    };
  }

  private static ArrayNode array(EntryKey key, Map<String, Map<String, Object>> entries) {
    var array = JsonNodeFactory.instance.arrayNode();
    var names = key.subAttributes();
    entries.forEach((name, subAttributes) -> {
      var entry = array.addObject();
      var values = name.split(Pattern.quote(EntryKey.SEPARATOR), names.size());
      IntStream.range(0, values.length).forEach(i -> entry.put(names.get(i), values[i]));
      subAttributes.forEach(entry::putPOJO);
    });
    return array;
  }

  /** Converts values by wire name. */
  public static Map<String, JsonNode> write(Map<String, AttributeValue> values) {
    var json = new HashMap<String, JsonNode>();
    values.forEach((name, value) -> json.put(name, write(value)));
    return json;
  }

  /** Converts values by wire name to one JSON object. */
  public static ObjectNode object(Map<String, AttributeValue> values) {
    var object = JsonNodeFactory.instance.objectNode();
    values.forEach((name, value) -> AttributeName.of(name).put(object, write(value)));
    return object;
  }

  /** Reads the declared attributes of a resource, without those that are unassigned. */
  static Map<String, AttributeValue> read(
      ScimResource resource, Map<String, AttributeValue> declared) {
    var observed = new HashMap<String, AttributeValue>();
    declared.forEach((name, like) ->
        read(AttributeName.of(name).in(resource.json()), like)
            .ifPresent(value -> observed.put(name, value)));
    return observed;
  }

  /**
   * The wire names of asked attributes that a written resource has otherwise.
   *
   * @param complete whether the resource has each asked attribute that is assigned
   */
  public static Set<String> differing(
      ScimResource resource, Map<String, AttributeValue> asked, boolean complete) {
    var observed = read(resource, asked);
    return asked.keySet().stream()
        .filter(name -> complete || !AttributeName.of(name).in(resource.json()).isMissingNode())
        .filter(name -> !Objects.requireNonNull(asked.get(name)).isSatisfiedBy(observed.get(name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<AttributeValue> read(JsonNode json, AttributeValue like) {
    if (json.isMissingNode() || json.isNull()) {
      return Optional.empty();
    }
    return switch (like) {
      case Scalar _ -> scalar(json).map(Scalar::new);
      case StringSet _ -> Optional.of(AttributeValue.of(json.valueStream().map(JsonNode::asText)));
      case ComplexValues(var key, _) ->
          Optional.of(new ComplexValues(key, entries(json, EntryKey.of(key))));
      case DeclaredEntries(var key, _) -> Optional.of(new DeclaredEntries(key, entries(json, key)));
    };
  }

  private static Optional<Object> scalar(JsonNode json) {
    if (json.isBoolean()) {
      return Optional.of(json.booleanValue());
    }
    if (json.isIntegralNumber()) {
      return Optional.of(json.longValue());
    }
    return json.isTextual() ? Optional.of(json.textValue()) : Optional.empty();
  }

  private static Map<String, Map<String, Object>> entries(JsonNode json, EntryKey key) {
    var entries = new HashMap<String, Map<String, Object>>();
    var names = key.subAttributes();
    for (var entry : json) {
      var subAttributes = new HashMap<String, Object>();
      entry
          .propertyStream()
          .filter(field -> !names.contains(field.getKey()) && !READ_ONLY.contains(field.getKey()))
          .forEach(field ->
              scalar(field.getValue()).ifPresent(v -> subAttributes.put(field.getKey(), v)));
      entries.put(
          names.stream()
              .map(name -> entry.path(name).asText())
              .collect(Collectors.joining(EntryKey.SEPARATOR)),
          subAttributes);
    }
    return entries;
  }
}
