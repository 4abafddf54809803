package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name of an attribute, which begins with the URN of a schema extension if it is one of that
 * (RFC 7644 section 3.10).
 *
 * @param extension URN of the extension; null for an attribute of the resource type itself
 * @param name the name without the URN
 */
public record AttributeName(@Nullable String extension, String name) {

  private static final String URN = "urn:";

  /** Reads a name as paths and queries have it. */
  public static AttributeName of(String text) {
    var end = text.startsWith(URN) ? text.lastIndexOf(':') : -1;
    return end < 0
        ? new AttributeName(null, text)
        : new AttributeName(text.substring(0, end), text.substring(end + 1));
  }

  /** The value in a resource; a missing node for none. */
  public JsonNode in(JsonNode resource) {
    return (extension == null ? resource : resource.path(extension)).path(name);
  }

  /** Sets the value in a resource. */
  public void put(ObjectNode resource, JsonNode value) {
    (extension == null ? resource : resource.withObjectProperty(extension)).set(name, value);
  }

  /** The names of a resource's attributes, as paths and queries have them. */
  static Stream<String> all(ObjectNode resource) {
    return resource
        .propertyStream()
        .flatMap(member ->
            member.getKey().startsWith(URN)
                ? member
                    .getValue()
                    .propertyStream()
                    .map(sub -> member.getKey() + ":" + sub.getKey())
                : Stream.of(member.getKey()));
  }

  /** The members of a resource's JSON object that have these attributes. */
  static Set<String> members(Collection<String> names) {
    return names.stream()
        .map(AttributeName::of)
        .map(name -> name.extension == null ? name.name : name.extension)
        .collect(Collectors.toSet());
  }

  /** The URNs of the extensions whose attributes a resource has. */
  static Set<String> extensions(ObjectNode resource) {
    return resource
        .propertyStream()
        .map(Entry::getKey)
        .filter(member -> member.startsWith(URN))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
