package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds ids of resources by string values of indexed attributes, ignoring case. */
final class Index {

  private final List<String> pointers;
  private final Map<String, Map<String, Set<String>>> ids = new HashMap<>();

  Index(List<String> pointers) {
    this.pointers = pointers;
    pointers.forEach(pointer -> ids.put(pointer, new HashMap<>()));
  }

  boolean covers(String pointer) {
    return ids.containsKey(pointer);
  }

  Set<String> find(String pointer, String text) {
    return Set.copyOf(values(pointer).getOrDefault(folded(text), Set.of()));
  }

  void add(JsonNode resource) {
    for (var pointer : pointers) {
      var value = resource.at(pointer);
      if (value.isTextual()) {
        values(pointer)
            .computeIfAbsent(folded(value.asText()), _ -> new LinkedHashSet<>())
            .add(resource.path("id").asText());
      }
    }
  }

  void remove(JsonNode resource) {
    for (var pointer : pointers) {
      var values = values(pointer);
      var text = folded(resource.at(pointer).asText());
      var found = values.get(text);
      if (found != null && found.remove(resource.path("id").asText()) && found.isEmpty()) {
        values.remove(text);
      }
    }
  }

  private Map<String, Set<String>> values(String pointer) {
    return Objects.requireNonNull(ids.get(pointer));
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
