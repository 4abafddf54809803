package dev.identitydomains.build;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.operator.api.v1alpha1.AppAssignment;
import dev.identitydomains.operator.api.v1alpha1.AppRole;
import dev.identitydomains.operator.api.v1alpha1.AppRoleGrant;
import dev.identitydomains.operator.api.v1alpha1.ClientApplication;
import dev.identitydomains.operator.api.v1alpha1.IdentityDomain;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Generates the CustomResourceDefinitions from the classes of {@code api.v1alpha1}. */
public final class CustomResourceDefinitions {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .build();

  /** The order of columns for users; the generator sorts them by JSON path. */
  private static final List<String> COLUMNS =
      List.of(
          "READY",
          "REASON",
          "DOMAIN",
          "APPLICATION",
          "ROLE",
          "GROUP",
          "USER",
          "URL",
          "CLIENT ID",
          "ISSUER",
          "APPLICATIONS",
          "APP ID",
          "ROLE ID",
          "RESOURCE GROUP",
          "GRANT ID",
          "LAST SYNC",
          "AGE");

  private static final Pattern ALTERNATIVES =
      Pattern.compile("\\^\\(([\\w:.-]+(\\|[\\w:.-]+)*)\\)\\$");

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          IdentityDomain.class,
          ClientApplication.class,
          AppRole.class,
          AppRoleGrant.class,
          AppAssignment.class);

  private CustomResourceDefinitions() {}

  /** Writes the files; the only argument is the folder. */
  public static void main(String[] args) throws IOException {
    for (var file : generate().entrySet()) {
      Files.writeString(Path.of(args[0], file.getKey()), file.getValue());
    }
  }

  /** Returns the text of each file by file name. */
  static Map<String, String> generate() throws IOException {
    var folder = Files.createTempDirectory("crds");
    new CRDGenerator().customResourceClasses(KINDS).inOutputDir(folder.toFile()).generate();
    var files = new TreeMap<String, String>();
    try (var generated = Files.list(folder)) {
      for (var file : generated.toList()) {
        var crd = (ObjectNode) YAML.readTree(file.toFile());
        finish(crd);
        files.put(
            crd.at("/spec/names/plural").asText() + ".yaml",
            "# Generated from the classes in api.v1alpha1: mvn -q test-compile exec:exec@crds\n"
                + YAML.writeValueAsString(crd));
        Files.delete(file);
      }
    }
    Files.delete(folder);
    return files;
  }

  private static void finish(ObjectNode crd) {
    for (var version : crd.at("/spec/versions")) {
      orderColumns((ArrayNode) version.get("additionalPrinterColumns"));
      var schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
      finishSchema(schema);
      schema.put("description", description(crd.at("/spec/names/kind").asText()));
      var status = (ObjectNode) schema.at("/properties/status");
      untilObserved(status);
      keyedByType((ObjectNode) status.at("/properties/conditions"));
    }
  }

  /** Without this default, kstatus reports a resource as current before its first status. */
  private static void untilObserved(ObjectNode status) {
    status.putObject("default").put("observedGeneration", -1);
  }

  /** A list map lets several managers own conditions (Kubernetes API conventions). */
  private static void keyedByType(ObjectNode conditions) {
    conditions.put("x-kubernetes-list-type", "map");
    conditions.putArray("x-kubernetes-list-map-keys").add("type");
  }

  private static String description(String kind) {
    return KINDS.stream()
        .filter(type -> type.getSimpleName().equals(kind))
        .map(type -> type.getAnnotation(JsonClassDescription.class).value())
        .findFirst()
        .orElseThrow();
  }

  private static void orderColumns(ArrayNode columns) {
    var ordered =
        columns
            .valueStream()
            .sorted(
                java.util.Comparator.comparingInt(
                    column -> COLUMNS.indexOf(column.get("name").asText())))
            .toList();
    columns.removeAll().addAll(ordered);
  }

  private static void choose(ObjectNode schema, List<String> values) {
    values.forEach(schema.putArray("enum")::add);
  }

  /** Restores the order of an enum's constants; the generator sorts the values. */
  private static List<String> inOrder(List<String> sorted) {
    return KINDS.stream()
        .flatMap(kind -> choices(kind.getGenericSuperclass()))
        .filter(choice -> sorted.equals(choice.stream().sorted().toList()))
        .findFirst()
        .orElseThrow();
  }

  /** The values of each enum in the components of a type. */
  private static Stream<List<String>> choices(Type type) {
    return switch (type) {
      case ParameterizedType generic ->
          Stream.of(generic.getActualTypeArguments()).flatMap(CustomResourceDefinitions::choices);
      case Class<?> choice when choice.isEnum() ->
          Stream.of(
              Stream.of(choice.getFields())
                  .filter(Field::isEnumConstant)
                  .filter(constant -> !constant.isAnnotationPresent(JsonIgnore.class))
                  .map(Field::getName)
                  .toList());
      case Class<?> spec when spec.isRecord() ->
          Stream.of(spec.getRecordComponents())
              .map(RecordComponent::getGenericType)
              .flatMap(CustomResourceDefinitions::choices);
      default -> Stream.empty();
    };
  }

  /** Converts a pattern of alternatives to an enum, whose error message lists the values. */
  private static void finishSchema(ObjectNode schema) {
    var choice = ALTERNATIVES.matcher(schema.path("pattern").asText());
    if (choice.matches()) {
      schema.remove("pattern");
      choose(schema, List.of(choice.group(1).split("\\|", -1)));
    } else if (schema.get("enum") instanceof ArrayNode sorted) {
      schema.remove("enum");
      choose(schema, inOrder(sorted.valueStream().map(JsonNode::asText).toList()));
    }
    if (schema.path("x-kubernetes-validations") instanceof ArrayNode rules) {
      var once = rules.valueStream().distinct().toList(); // the generator doubles a component's
      rules.removeAll().addAll(once);
    }
    for (var child : schema) {
      if (child instanceof ObjectNode object) {
        finishSchema(object);
      }
    }
  }
}
