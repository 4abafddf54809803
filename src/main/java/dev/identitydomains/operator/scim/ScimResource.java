package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One resource as the service sent it. Attributes that nobody asks for are ignored, values that
 * nobody knows survive. Its text form shows the id alone: an App's JSON carries its secret.
 *
 * @param id the resource's id
 * @param json all attributes that were returned
 */
public record ScimResource(String id, JsonNode json) {

  /** The ETag from {@code meta.version}. */
  public Optional<String> version() {
    return text(json.path("meta").path("version"));
  }

  /** A text attribute; empty when absent. */
  public Optional<String> text(String attribute) {
    return text(json.path(attribute));
  }

  /** A boolean attribute; false when absent. */
  public boolean flag(String attribute) {
    return json.path(attribute).asBoolean(false);
  }

  /** The values of a multi-valued attribute; none when absent. */
  public Stream<JsonNode> values(String attribute) {
    return json.path(attribute).valueStream();
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  @Override
  public String toString() {
    return "ScimResource[" + id + "]";
  }
}
