package dev.identitydomains.operator.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The fields of a spec in {@code crds}, by their paths below {@code spec}. */
final class SpecSchema {

  private final JsonNode spec;

  private SpecSchema(JsonNode spec) {
    this.spec = spec;
  }

  /**
   * @param plural of the kind
   */
  static SpecSchema of(String plural) {
    try {
      var definition = new YAMLMapper().readTree(Path.of("crds", plural + ".yaml").toFile());
      return new SpecSchema(
          definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema of a field; a missing node for none. */
  JsonNode field(String path) {
    return spec.at("/properties/" + path.replace(".", "/properties/"));
  }

  /** The paths of the fields that have no fields of their own. A list is such a field. */
  Stream<String> leaves() {
    return leaves("", spec);
  }

  private static Stream<String> leaves(String prefix, JsonNode schema) {
    return schema
        .path("properties")
        .propertyStream()
        .flatMap(field -> leaves(prefix + field.getKey(), field));
  }

  private static Stream<String> leaves(String path, Map.Entry<String, JsonNode> field) {
    return field.getValue().has("properties")
        ? leaves(path + ".", field.getValue())
        : Stream.of(path);
  }
}
