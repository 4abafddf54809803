package dev.identitydomains.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.schema.FieldError;
import dev.identitydomains.operator.schema.ObjectSchema;
import dev.identitydomains.sandbox.kube.Defaults;
import dev.identitydomains.sandbox.kube.MergePatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rows of {@code admission.yaml}; its head explains how they are written. */
public final class AdmissionTable {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonNode TABLE = read(Path.of("src/test/resources/admission.yaml"));

  private static final Map<String, JsonNode> DEFINITIONS = new ConcurrentHashMap<>();
  private static final Map<String, ObjectSchema> SCHEMAS = new ConcurrentHashMap<>();

  private AdmissionTable() {}

  /**
   * One constraint of a definition.
   *
   * @param field where the refusal is reported
   * @param words what its message contains
   * @param before the spec that both are an update of; missing where they are new
   * @param wrong the nearest spec that is refused
   * @param right the nearest spec that is accepted
   */
  public record Row(
      String plural, String field, String words, JsonNode before, JsonNode wrong, JsonNode right) {

    @Override
    public String toString() {
      return plural + " " + field + ": " + words;
    }
  }

  /** A spec that is accepted. */
  public record Accepted(String plural, String why, JsonNode before, JsonNode spec) {

    @Override
    public String toString() {
      return plural + ": " + why;
    }
  }

  /** The kinds, by the plural of their names. */
  public static Stream<String> plurals() {
    return TABLE.propertyStream().map(Map.Entry::getKey);
  }

  /** Every row. */
  public static Stream<Row> rows() {
    return plurals().flatMap(AdmissionTable::rows);
  }

  /** The rows of a kind. */
  public static Stream<Row> rows(String plural) {
    return TABLE.path(plural).path("rows").valueStream().map(row -> row(plural, row));
  }

  private static Row row(String plural, JsonNode row) {
    return new Row(
        plural,
        row.path("field").asText(),
        row.path("words").asText(),
        spec(plural, row, "before"),
        spec(plural, row, "wrong"),
        row.has("right") ? spec(plural, row, "right") : TABLE.path(plural).path("valid"));
  }

  /** What is accepted beside the right neighbours, the largest specs among it. */
  public static Stream<Accepted> accepted() {
    return plurals()
        .flatMap(plural ->
            TABLE
                .path(plural)
                .path("accepted")
                .valueStream()
                .map(row ->
                    new Accepted(
                        plural,
                        row.path("why").asText(),
                        spec(plural, row, "before"),
                        spec(plural, row, "spec"))));
  }

  /** The largest specs of a kind; together they reach every bound. */
  public static Stream<Accepted> largest() {
    return accepted().filter(row -> row.why().startsWith("largest"));
  }

  /** The definition of a kind; a copy, which may be changed. */
  public static JsonNode definition(String plural) {
    return DEFINITIONS.computeIfAbsent(plural, p -> read(Path.of("crds", p + ".yaml"))).deepCopy();
  }

  /**
   * What the offline evaluator refuses in a spec, with its defaults filled in as the API server
   * does before it applies the rules; {@code before} may be missing.
   */
  public static List<FieldError> errors(String plural, JsonNode spec, JsonNode before) {
    var schema = SCHEMAS.computeIfAbsent(plural, p -> ObjectSchema.of(definition(p)));
    return before.isMissingNode()
        ? schema.errors(filled(plural, spec))
        : schema.errors(filled(plural, spec), filled(plural, before));
  }

  private static JsonNode filled(String plural, JsonNode spec) {
    var object = JsonNodeFactory.instance.objectNode().set("spec", spec.deepCopy());
    Defaults.fill(object, definition(plural).at("/spec/versions/0/schema/openAPIV3Schema"));
    return object;
  }

  private static JsonNode spec(String plural, JsonNode row, String name) {
    return row.has(name)
        ? MergePatch.merged(TABLE.path(plural).path("valid"), expanded(row.get(name), 0))
        : MissingNode.getInstance();
  }

  /** Writes long values out; {@code #} is the index of the nearest repetition around it. */
  private static JsonNode expanded(JsonNode value, int index) {
    if (value.has("$chars")) {
      var prefix = value.path("prefix").asText().replace("#", String.valueOf(index));
      var fill = value.path("fill").asText("a");
      return new TextNode(prefix + fill.repeat(value.path("$chars").asInt() - length(prefix)));
    }
    if (value.has("$times")) {
      return list(
          IntStream.range(0, value.path("$times").asInt())
              .mapToObj(i -> expanded(value.path("of"), i))
              .toList());
    }
    if (value.has("$entries")) {
      var entries = JsonNodeFactory.instance.objectNode();
      IntStream.range(0, value.path("$entries").asInt())
          .forEach(i ->
              entries.set(value.path("prefix").asText("key-") + i, expanded(value.path("of"), i)));
      return entries;
    }
    return switch (value) {
      case ObjectNode object -> {
        var copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(e -> copy.set(e.getKey(), expanded(e.getValue(), index)));
        yield copy;
      }
      case ArrayNode array -> list(array.valueStream().map(v -> expanded(v, index)).toList());
      case TextNode text -> new TextNode(text.asText().replace("#", String.valueOf(index)));
      default -> value;
    };
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static ArrayNode list(List<JsonNode> values) {
    return JsonNodeFactory.instance.arrayNode().addAll(values);
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
