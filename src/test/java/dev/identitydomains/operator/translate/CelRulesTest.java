package dev.identitydomains.operator.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrantSpec;
import dev.identitydomains.operator.api.v1alpha1.AppRoleSpec;
import dev.identitydomains.operator.api.v1alpha1.ClientApplicationSpec;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomainSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CEL rules of the schemas, evaluated as an API server does. */
class CelRulesTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNode CASES = read(Path.of("src/test/resources/cel-cases.yaml"));
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addVar("oldSelf", SimpleType.DYN)
          .build();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder().build();

  record Case(String plural, String refusedBy, JsonNode before, JsonNode spec) {}

  static Stream<Case> cases() {
    return CASES.properties().stream()
        .flatMap(kind ->
            Stream.concat(
                kind.getValue().path("accepted").valueStream().map(c -> of(kind.getKey(), "", c)),
                kind.getValue().path("refused").properties().stream()
                    .flatMap(rule ->
                        rule.getValue()
                            .valueStream()
                            .map(c -> of(kind.getKey(), rule.getKey(), c)))));
  }

  private static Case of(String plural, String refusedBy, JsonNode given) {
    var update = given.has("old");
    return new Case(plural, refusedBy, given.path("old"), update ? given.path("new") : given);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachObjectIsAcceptedOrRefusedByTheOneRule(Case given) throws Exception {
    var failed = new TreeSet<String>();
    evaluate(specSchema(given.plural()), given.spec(), given.before(), failed);
    assertThat(failed)
        .isEqualTo(given.refusedBy().isEmpty() ? Set.of() : Set.of(given.refusedBy()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theControllerRefusesTheSameObjects(Case given) throws JsonProcessingException {
    var problems =
        switch (given.plural()) {
          case "identitydomains" ->
              SpecCheck.problems(JSON.treeToValue(given.spec(), IdentityDomainSpec.class));
          case "clientapplications" ->
              SpecCheck.problems(JSON.treeToValue(given.spec(), ClientApplicationSpec.class));
          case "approlegrants" ->
              SpecCheck.problems(JSON.treeToValue(given.spec(), AppRoleGrantSpec.class));
          default -> SpecCheck.problems(JSON.treeToValue(given.spec(), AppRoleSpec.class));
        };
    var onUpdateOnly = !given.before().isMissingNode();
    assertThat(problems.isEmpty()).isEqualTo(given.refusedBy().isEmpty() || onUpdateOnly);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identitydomains", "clientapplications", "approles", "approlegrants"})
  void everyRuleHasACaseThatItRefuses(String plural) {
    var covered = new TreeSet<String>();
    CASES.path(plural).path("refused").fieldNames().forEachRemaining(covered::add);
    var rules = new TreeSet<String>();
    specSchema(plural)
        .findValues("x-kubernetes-validations")
        .forEach(list -> list.forEach(rule -> rules.add(rule.path("message").asText())));
    assertThat(covered).isEqualTo(rules);
  }

  private static void evaluate(JsonNode schema, JsonNode value, JsonNode before, Set<String> failed)
      throws CelValidationException, CelEvaluationException {
    for (var rule : schema.path("x-kubernetes-validations")) {
      var expression = rule.path("rule").asText();
      if (!expression.contains("oldSelf") || !before.isMissingNode()) {
        var variables = new HashMap<>(Map.of("self", plain(value)));
        if (!before.isMissingNode()) {
          variables.put("oldSelf", plain(before));
        }
        var ast = COMPILER.compile(expression).getAst();
        if (!Boolean.TRUE.equals(RUNTIME.createProgram(ast).eval(variables))) {
          failed.add(rule.path("message").asText());
        }
      }
    }
    for (var property : schema.path("properties").properties()) {
      if (value.has(property.getKey())) {
        evaluate(
            property.getValue(),
            value.get(property.getKey()),
            before.path(property.getKey()),
            failed);
      }
    }
  }

  private static Object plain(JsonNode value) {
    return JSON.convertValue(value, Object.class);
  }

  private static JsonNode specSchema(String plural) {
    return read(Path.of("crds", plural + ".yaml"))
        .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
