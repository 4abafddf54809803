package dev.identitydomains.operator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * The schema of one kind, with its CEL rules. Its errors equal those of an API server (Kubernetes
 * 1.37).
 */
public final class ObjectSchema {

  private final JsonNode schema;
  private final RuleEvaluation rules = new RuleEvaluation();

  private ObjectSchema(JsonNode schema) {
    this.schema = schema;
  }

  /**
   * Reads the schema of a CustomResourceDefinition that has a single version.
   *
   * @param definition the definition as YAML
   * @throws IOException when the stream fails or is not YAML
   */
  public static ObjectSchema read(InputStream definition) throws IOException {
    return of(new YAMLMapper().readTree(definition));
  }

  /** The schema of a CustomResourceDefinition that has a single version. */
  public static ObjectSchema of(JsonNode definition) {
    return new ObjectSchema(definition.at("/spec/versions/0/schema/openAPIV3Schema"));
  }

  /** Validates the creation of an object; the list is empty when the schema admits it. */
  public List<FieldError> errors(JsonNode object) {
    return errors(object, MissingNode.getInstance());
  }

  /**
   * Validates the update of an object; the list is empty when the schema admits it.
   *
   * @param before the object before the update, for transition rules
   */
  public List<FieldError> errors(JsonNode object, JsonNode before) {
    var structural = StructuralCheck.errors(schema, "", object).toList();
    if (structural.stream().anyMatch(error -> error.type().isBlocking())) {
      return structural;
    }
    return Stream.concat(structural.stream(), rules.errors(schema, "", object, before)).toList();
  }
}
