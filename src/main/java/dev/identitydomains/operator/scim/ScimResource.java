package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One resource of a reply, with unknown attributes and values. Its text form shows only the id: an
 * App's JSON may contain a client secret.
 *
 * @param id the resource's id
 * @param json all attributes of the reply
 */
public record ScimResource(String id, JsonNode json) {

  /** What may stand in {@code If-Match}. */
  private static final Pattern ETAG = Pattern.compile("[ -~]{1,256}");

  /** The ETag, {@code meta.version} (RFC 7643 section 3.1); empty when absent or unfit. */
  public Optional<String> version() {
    return text(json.path("meta").path("version")).filter(value -> ETAG.matcher(value).matches());
  }

  /** The time of the creation, {@code meta.created} (RFC 7643 section 3.1); empty when absent. */
  public Optional<String> created() {
    return text(json.path("meta").path("created"));
  }

  /** The value of a string attribute; empty when absent or of another type. */
  public Optional<String> text(String attribute) {
    return text(json.path(attribute));
  }

  /** The value of a boolean attribute; false when absent. */
  public boolean flag(String attribute) {
    return json.path(attribute).asBoolean(false);
  }

  /** The values of a multi-valued attribute; an empty stream when absent. */
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
