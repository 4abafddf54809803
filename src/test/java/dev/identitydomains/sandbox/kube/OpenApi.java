package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The OpenAPI v3 document of a group and version: the schemas of custom kinds, for {@code kubectl
 * explain}, and the parameters of PATCH, from which kubectl detects server-side validation and dry
 * run.
 */
final class OpenApi {

  private static final ObjectNode METADATA_SCHEMAS = read("metadata-schemas.yaml");
  private static final JsonNode COMMON_PROPERTIES = METADATA_SCHEMAS.remove("common");

  private OpenApi() {}

  private static ObjectNode read(String resource) {
    try (var stream = OpenApi.class.getResourceAsStream(resource)) {
      return (ObjectNode) new YAMLMapper().readTree(Objects.requireNonNull(stream, resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode document(List<ResourceType> members) {
    var document = JsonNodeFactory.instance.objectNode().put("openapi", "3.0.0");
    var paths = document.putObject("paths");
    var schemas = document.putObject("components").putObject("schemas");
    schemas.setAll(METADATA_SCHEMAS);
    for (var type : members) {
      var patch = paths.putObject(type.root() + "/" + type.plural() + "/{name}").putObject("patch");
      for (var parameter : List.of("dryRun", "fieldValidation")) {
        patch.withArray("/parameters").addObject().put("name", parameter).put("in", "query");
      }
      patch.set("x-kubernetes-group-version-kind", kind(type));
      if (type.isCustom()) {
        schemas.set(name(type), schema(type));
      }
    }
    return document;
  }

  private static ObjectNode schema(ResourceType type) {
    ObjectNode schema = type.schema().deepCopy();
    schema.withObject("/properties").setAll((ObjectNode) COMMON_PROPERTIES);
    schema.putArray("x-kubernetes-group-version-kind").add(kind(type));
    return schema;
  }

  private static ObjectNode kind(ResourceType type) {
    var kind = JsonNodeFactory.instance.objectNode().put("kind", type.kind());
    return kind.put("group", type.group()).put("version", type.version().path("name").asText());
  }

  /** The reversed group, version and kind. */
  private static String name(ResourceType type) {
    var parts = new ArrayList<>(Arrays.asList(type.group().split("\\.", -1)));
    Collections.reverse(parts);
    parts.addAll(List.of(type.version().path("name").asText(), type.kind()));
    return String.join(".", parts);
  }
}
