package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.plan.AttributeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Collects attributes by wire name: the values of those that are declared, and the shapes of all.
 */
final class WireAttributes {

  private static final AttributeValue TEXT = AttributeValue.of("");
  private static final AttributeValue FLAG = AttributeValue.of(false);
  private static final AttributeValue NUMBER = AttributeValue.of(0);
  private static final AttributeValue TEXTS = AttributeValue.of(Stream.of());

  private final Map<String, AttributeValue> shapes = new LinkedHashMap<>();
  private final Map<String, AttributeValue> declared = new LinkedHashMap<>();

  WireAttributes text(String name, Optional<String> value) {
    return add(name, TEXT, value.map(AttributeValue::of));
  }

  WireAttributes flag(String name, Optional<Boolean> value) {
    return add(name, FLAG, value.map(AttributeValue::of));
  }

  WireAttributes seconds(String name, Optional<String> duration) {
    return add(
        name,
        NUMBER,
        duration.map(time -> AttributeValue.of(SpecDuration.parse(time).toSeconds())));
  }

  WireAttributes texts(String name, Optional<List<String>> values) {
    return add(name, TEXTS, values.map(list -> AttributeValue.of(list.stream())));
  }

  /** A multi-valued complex attribute of which only one sub-attribute, its key, is declared. */
  WireAttributes keys(String name, String key, Optional<List<String>> values) {
    return add(
        name,
        new AttributeValue.ComplexValues(key, Map.of()),
        values.map(keys -> AttributeValue.ComplexValues.ofKeys(key, keys)));
  }

  WireAttributes entries(
      String name, String key, Optional<Map<String, Map<String, Object>>> entries) {
    return add(
        name,
        new AttributeValue.ComplexValues(key, Map.of()),
        entries.map(all -> new AttributeValue.ComplexValues(key, all)));
  }

  /** The declared values. */
  Map<String, AttributeValue> declared() {
    return Map.copyOf(declared);
  }

  /** Every attribute that may be declared, with a value of its shape. */
  Map<String, AttributeValue> shapes() {
    return Map.copyOf(shapes);
  }

  private WireAttributes add(
      String name, AttributeValue shape, Optional<? extends AttributeValue> value) {
    shapes.put(name, shape);
    value.ifPresent(v -> declared.put(name, v));
    return this;
  }
}
