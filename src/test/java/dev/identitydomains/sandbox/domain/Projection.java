package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Selects the attributes of a reply by its query (RFC 7644 section 3.9, "attributeSets"). */
record Projection(Set<String> attributes, Set<String> sets) {

  static Projection from(Map<String, List<String>> query) {
    return new Projection(words(query, "attributes"), words(query, "attributeSets"));
  }

  private static Set<String> words(Map<String, List<String>> query, String parameter) {
    var words = new TreeSet<String>();
    for (var value : query.getOrDefault(parameter, List.of())) {
      for (var word : value.split("[,\\s]+", -1)) {
        if (!word.isEmpty()) {
          words.add(word.split("[.\\[]", -1)[0]);
        }
      }
    }
    return words;
  }

  ObjectNode of(ResourceKind kind, ObjectNode resource) {
    var projected = resource.deepCopy();
    var names =
        List.copyOf(new TreeSet<>(projected.propertyStream().map(Map.Entry::getKey).toList()));
    for (var name : names) {
      if (!includes(kind, name)) {
        projected.remove(name);
      } else if (projected.get(name) instanceof ArrayNode array) {
        projected.set(name, inAnotherOrder(array));
      }
    }
    return projected;
  }

  private boolean includes(ResourceKind kind, String name) {
    if (kind.always().contains(name) || attributes.contains(name) || sets.contains("all")) {
      return true;
    }
    return kind.onRequest().contains(name)
        ? sets.contains("request")
        : sets.contains("default") || (attributes.isEmpty() && sets.isEmpty());
  }

  /** Reverses the values: multi-valued attributes have no order (RFC 7643 section 2.4). */
  private static ArrayNode inAnotherOrder(ArrayNode array) {
    var reversed = array.arrayNode();
    for (var i = array.size() - 1; i >= 0; i--) {
      reversed.add(array.get(i));
    }
    return reversed;
  }
}
