package dev.identitydomains.operator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * The schema of one kind, with its CEL rules. It gives the verdict and the words of an API server
 * (Kubernetes 1.37) without one.
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
   * @throws IOException when it cannot be read
   */
  public static ObjectSchema read(InputStream definition) throws IOException {
    return of(new YAMLMapper().readTree(definition));
  }

  /** The schema of a CustomResourceDefinition that has a single version. */
  public static ObjectSchema of(JsonNode definition) {
    return new ObjectSchema(definition.at("/spec/versions/0/schema/openAPIV3Schema"));
  }

  /** What is wrong with a new object; nothing when the list is empty. */
  public List<FieldError> errors(JsonNode object) {
    return errors(object, MissingNode.getInstance());
  }

  /**
   * What is wrong with a changed object; nothing when the list is empty.
   *
   * @param before the object as it was
   */
  public List<FieldError> errors(JsonNode object, JsonNode before) {
    var structural = StructuralCheck.errors(schema, "", object).toList();
    if (structural.stream().anyMatch(error -> error.type().isBlocking())) {
      return structural;
    }
    return Stream.concat(structural.stream(), rules.errors(schema, "", object, before)).toList();
  }
}
