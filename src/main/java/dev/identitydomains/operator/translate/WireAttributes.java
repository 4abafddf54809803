package dev.identitydomains.operator.translate;

import dev.identitydomains.operator.plan.AttributeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects declared attributes by wire name; what is null is not declared and left out. */
final class WireAttributes {

  private final Map<String, AttributeValue> declared = new LinkedHashMap<>();

  WireAttributes text(String name, @Nullable String value) {
    if (value != null) {
      declared.put(name, AttributeValue.of(value));
    }
    return this;
  }

  WireAttributes flag(String name, @Nullable Boolean value) {
    if (value != null) {
      declared.put(name, AttributeValue.of(value));
    }
    return this;
  }

  WireAttributes seconds(String name, @Nullable String duration) {
    if (duration != null) {
      declared.put(name, AttributeValue.of(SpecDuration.parse(duration).toSeconds()));
    }
    return this;
  }

  WireAttributes texts(String name, @Nullable List<String> values) {
    if (values != null) {
      declared.put(name, AttributeValue.of(values.stream()));
    }
    return this;
  }

  /** A multi-valued complex attribute of which only one sub-attribute, its key, is declared. */
  WireAttributes keys(String name, String key, @Nullable List<String> values) {
    if (values != null) {
      var entries = new LinkedHashMap<String, Map<String, Object>>();
      values.forEach(value -> entries.put(value, Map.of()));
      declared.put(name, new AttributeValue.Entries(key, entries));
    }
    return this;
  }

  WireAttributes entries(
      String name, String key, @Nullable Map<String, Map<String, Object>> entries) {
    if (entries != null) {
      declared.put(name, new AttributeValue.Entries(key, entries));
    }
    return this;
  }

  Map<String, AttributeValue> declared() {
    return Map.copyOf(declared);
  }
}
