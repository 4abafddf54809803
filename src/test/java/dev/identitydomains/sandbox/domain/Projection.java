package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Selects the attributes of a reply by its query (RFC 7644 section 3.9, "attributeSets"). */
record Projection(Set<String> attributes, Set<String> sets) {

  static Projection from(Map<String, List<String>> query) {
    return new Projection(words(query, "attributes"), words(query, "attributeSets"));
  }

  private static Set<String> words(Map<String, List<String>> query, String parameter) {
    var words = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
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
    for (var name : projected.propertyStream().map(Map.Entry::getKey).toList()) {
      var attribute = kind.attribute(name);
      if (ScimAttribute.isExtension(name)
          && asked(name, resource.get(name)) instanceof ObjectNode asked) {
        projected.set(name, asked);
      } else if (!attribute.map(this::includes).orElse(true)) {
        var rest = attribute.map(found -> always(found, resource.get(name)));
        rest.ifPresentOrElse(part -> projected.set(name, part), () -> projected.remove(name));
      } else if (projected.get(name) instanceof ArrayNode array) {
        projected.set(name, inAnotherOrder(array));
      }
    }
    return projected;
  }

  /** The attributes of an extension that the query names by its URN; null for none. */
  private @Nullable JsonNode asked(String urn, JsonNode extension) {
    if (!(extension instanceof ObjectNode whole)) {
      return null;
    }
    var part = whole.objectNode();
    whole
        .propertyStream()
        .filter(member -> attributes.contains(urn + ":" + member.getKey()))
        .forEach(member ->
            part.set(
                member.getKey(),
                member.getValue() instanceof ArrayNode array
                    ? inAnotherOrder(array)
                    : member.getValue()));
    return part.isEmpty() ? null : part;
  }

  private boolean includes(ScimAttribute attribute) {
    if (attribute.isAlways() || attributes.contains(attribute.name()) || sets.contains("all")) {
      return !attribute.returned().equals("never");
    }
    return attribute.returned().equals("request")
        ? sets.contains("request")
        : sets.contains("default") || (attributes.isEmpty() && sets.isEmpty());
  }

  /** The values of a single complex attribute that are always returned; null for none. */
  private static @Nullable ObjectNode always(ScimAttribute attribute, JsonNode value) {
    if (!(value instanceof ObjectNode whole) || attribute.returned().equals("request")) {
      return null;
    }
    var kept = whole.deepCopy();
    kept.retain(
        attribute.subAttributes().stream()
            .filter(ScimAttribute::isAlways)
            .map(ScimAttribute::name)
            .toList());
    return kept.isEmpty() ? null : kept;
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
