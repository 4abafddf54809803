package dev.identitydomains.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.identitydomains.admission.AdmissionTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The references that {@code deploy/kustomize} tells kustomize. */
class NameReferenceTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "kustomize");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String GROUP = "identitydomains.dev";

  /**
   * A reference that kustomize knows.
   *
   * @param target the kind that it names
   * @param kind the kind that has it
   * @param path its field; its own name and namespace where it is an object
   */
  record Reference(String target, String kind, String path) {}

  static List<Reference> references() throws IOException {
    var references = new ArrayList<Reference>();
    var file = Path.of("deploy", "kustomize", "name-reference.yaml");
    for (var target : YAML.readTree(file.toFile()).path("nameReference")) {
      for (var field : target.path("fieldSpecs")) {
        assertThat(field.path("group").asText()).isEqualTo(GROUP);
        references.add(
            new Reference(
                target.path("kind").asText(),
                field.path("kind").asText(),
                field.path("path").asText()));
      }
    }
    return references;
  }

  /** A new field of a spec is a reference, or one more line of {@code not-references.yaml}. */
  @ParameterizedTest
  @ValueSource(
      strings = {"IdentityDomain", "ClientApplication", "AppRole", "AppRoleGrant", "AppAssignment"})
  void everyStringIsReferenceOrListed(String kind) throws IOException {
    var known = new ArrayList<String>();
    YAML.readTree(FOLDER.resolve("not-references.yaml").toFile())
        .path(kind)
        .forEach(field -> known.add(field.asText()));
    var schema =
        AdmissionTable.definition(plural(kind)).at("/spec/versions/0/schema/openAPIV3Schema");
    var strings = strings(schema.at("/properties/spec"), "spec").toList();
    for (var reference : references()) {
      if (reference.kind().equals(kind) && reference.path().startsWith("spec/")) {
        strings.stream()
            .filter(field -> (field + "/").startsWith(reference.path() + "/"))
            .forEach(known::add);
      }
    }
    assertThat(strings).containsExactlyInAnyOrderElementsOf(known);
  }

  @ParameterizedTest
  @MethodSource("references")
  void referenceFollowsItsObject(Reference reference) throws Exception {
    Kustomize.assumeKubectl();
    var before = byName(objects());
    var names =
        before.values().stream()
            .filter(object -> object.path("kind").asText().equals(reference.target()))
            .map(object -> object.at("/metadata/name").asText())
            .toList();
    var followed = new ArrayList<JsonNode>();
    for (var object : byName(Kustomize.render(FOLDER)).values()) {
      if (!object.path("kind").asText().equals(reference.kind())) {
        continue;
      }
      var origin =
          Objects.requireNonNull(before.get(key(object).replaceAll("/dev-(.*)-x$", "/$1")));
      var was = values(origin, reference.path());
      var is = values(object, reference.path());
      assertThat(is).hasSameSizeAs(was);
      for (var i = 0; i < was.size(); i++) {
        if (isHere(was.get(i), names)) {
          followed.add(was.get(i));
          assertThat(is.get(i)).isEqualTo(renamed(was.get(i)));
        } else {
          assertThat(is.get(i)).isEqualTo(was.get(i));
        }
      }
    }
    assertThat(followed).as("references of the example").isNotEmpty();
  }

  @Test
  void definitionsAdmitTheRendering() throws Exception {
    Kustomize.assumeKubectl();
    for (var object : Kustomize.render(FOLDER)) {
      if (object.path("apiVersion").asText().startsWith(GROUP)) {
        var plural = plural(object.path("kind").asText());
        assertThat(AdmissionTable.errors(plural, object.path("spec"), MissingNode.getInstance()))
            .as(object.toPrettyString())
            .isEmpty();
      }
    }
  }

  /** Whether a value names an object of the example, and not one that another namespace has. */
  private static boolean isHere(JsonNode value, List<String> names) {
    var name = value.isObject() ? value.path("name") : value;
    return names.contains(name.asText()) && !value.path("namespace").asText().equals("elsewhere");
  }

  private static JsonNode renamed(JsonNode value) throws IOException {
    var json =
        value.isObject()
            ? "{name: dev-%s-x, namespace: other}".formatted(value.path("name").asText())
            : "dev-%s-x".formatted(value.asText());
    return YAML.readTree(json);
  }

  private static List<JsonNode> objects() throws IOException {
    var file = FOLDER.resolve("objects.yaml").toFile();
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(file).readAll();
  }

  private static Map<String, JsonNode> byName(List<JsonNode> objects) {
    var map = new HashMap<String, JsonNode>();
    objects.forEach(object -> map.put(key(object), object));
    return map;
  }

  private static String key(JsonNode object) {
    return object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
  }

  /** The values at a path of kustomize, which goes into each element of a list. */
  private static List<JsonNode> values(JsonNode object, String path) {
    var nodes = Stream.of(object);
    for (var field : path.split("(?<!\\\\)/", -1)) {
      var name = field.replace("\\/", "/");
      nodes =
          nodes
              .flatMap(node -> node.isArray() ? node.valueStream() : Stream.of(node))
              .map(node -> node.path(name))
              .filter(node -> !node.isMissingNode());
    }
    return nodes.toList();
  }

  /** The fields that hold strings other than those of a fixed list. */
  private static Stream<String> strings(JsonNode schema, String path) {
    var own =
        schema.path("type").asText().equals("string") && !schema.has("enum")
            ? Stream.of(path)
            : Stream.<String>of();
    var fields =
        schema
            .path("properties")
            .propertyStream()
            .flatMap(field -> strings(field.getValue(), path + "/" + field.getKey()));
    var elements =
        Stream.of("items", "additionalProperties")
            .flatMap(each -> strings(schema.path(each), path));
    return schema.isMissingNode()
        ? Stream.of()
        : Stream.of(own, fields, elements).flatMap(part -> part);
  }

  private static String plural(String kind) {
    return kind.toLowerCase(Locale.ROOT) + "s";
  }
}
