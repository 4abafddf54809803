package dev.identitydomains.operator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.extensions.CelStringExtensions.Function;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Evaluates the CEL rules of {@code x-kubernetes-validations}; compiles each rule once. */
final class RuleEvaluation {

  /** The API server has it, too, beside the standard functions. */
  private static final CelStringExtensions STRINGS = CelExtensions.strings(Function.LOWER_ASCII);

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addLibraries(STRINGS)
          .addVar("self", SimpleType.DYN)
          .addVar("oldSelf", SimpleType.DYN)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().addLibraries(STRINGS).build();

  private final Map<String, CelRuntime.Program> programs = new ConcurrentHashMap<>();

  /**
   * Returns the errors of a value and of all values in it.
   *
   * @param before the value before the update; a missing node for a new value, to which no
   *     transition rule applies
   */
  Stream<FieldError> errors(JsonNode schema, String path, JsonNode value, JsonNode before) {
    var rules = schema.path("x-kubernetes-validations");
    var own = rules.isEmpty() ? Stream.<FieldError>empty() : refused(schema, path, value, before);
    return Stream.concat(own, nested(schema, path, value, before));
  }

  private Stream<FieldError> refused(
      JsonNode schema, String path, JsonNode value, JsonNode before) {
    var variables = new HashMap<String, Object>(Map.of("self", plain(schema, value)));
    if (!before.isMissingNode()) {
      variables.put("oldSelf", plain(schema, before));
    }
    return schema
        .path("x-kubernetes-validations")
        .valueStream()
        .filter(rule -> !holds(rule.path("rule").asText(), variables))
        .map(rule -> error(rule, path, value));
  }

  private Stream<FieldError> nested(JsonNode schema, String path, JsonNode value, JsonNode before) {
    if (value.isArray()) { // items of an atomic list have no oldSelf
      return IntStream.range(0, value.size())
          .boxed()
          .flatMap(i ->
              errors(
                  schema.path("items"),
                  path + "[" + i + "]",
                  value.get(i),
                  MissingNode.getInstance()));
    }
    return value
        .propertyStream()
        .flatMap(property ->
            StructuralCheck.memberSchema(schema, property.getKey())
                .flatMap(member ->
                    errors(
                        member,
                        StructuralCheck.child(path, property.getKey()),
                        property.getValue(),
                        before.path(property.getKey()))));
  }

  private boolean holds(String rule, Map<String, Object> variables) {
    if (rule.contains("oldSelf") && !variables.containsKey("oldSelf")) {
      return true;
    }
    try {
      return Boolean.TRUE.equals(programs.computeIfAbsent(rule, this::program).eval(variables));
    } catch (CelEvaluationException e) {
      return false;
    }
  }

  private CelRuntime.Program program(String rule) {
    try {
      return RUNTIME.createProgram(COMPILER.compile(rule).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException("not a CEL rule: " + rule, e);
    }
  }

  private static FieldError error(JsonNode rule, String path, JsonNode value) {
    var type =
        switch (rule.path("reason").asText()) {
          case "FieldValueRequired" -> FieldError.Type.REQUIRED;
          case "FieldValueForbidden" -> FieldError.Type.FORBIDDEN;
          default -> FieldError.Type.INVALID;
        };
    var isShown = type == FieldError.Type.INVALID && value.isValueNode();
    return new FieldError(
        type,
        path + rule.path("fieldPath").asText(),
        isShown ? value : null,
        rule.path("message").asText());
  }

  private static Object plain(JsonNode schema, JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT ->
          value
              .propertyStream()
              .collect(
                  Collectors.toMap(
                      member -> identifier(schema, member.getKey()),
                      member -> plain(memberSchema(schema, member.getKey()), member.getValue())));
      case ARRAY -> value.valueStream().map(item -> plain(schema.path("items"), item)).toList();
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> value.isIntegralNumber() ? value.longValue() : value.doubleValue();
      default -> value.asText();
    };
  }

  private static JsonNode memberSchema(JsonNode schema, String name) {
    return StructuralCheck.memberSchema(schema, name)
        .findFirst()
        .orElseGet(MissingNode::getInstance);
  }

  /**
   * The name of a field in rules; keys of maps stay (Kubernetes, CustomResourceDefinitions,
   * "Property names").
   */
  private static String identifier(JsonNode schema, String name) {
    return schema.path("properties").has(name)
        ? name.replace("__", "__underscores__")
            .replace(".", "__dot__")
            .replace("-", "__dash__")
            .replace("/", "__slash__")
        : name;
  }
}
