package dev.identitydomains.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.sessions.JqwikSession;

/**
 * Specs made at random from the definitions in {@code crds/}: each is admitted by structure and
 * rules, references mostly lead somewhere, and texts are as hostile as the schema permits.
 */
public final class RandomSpecs {

  private static final String LONG = "ü".repeat(255);

  /** Texts for every field; each field gets those that its schema admits. */
  private static final List<String> TEXTS =
      List.of(
          "x",
          "a.b_c-1",
          "Café ☕",
          "שלום עולם",
          "a\nb",
          "a\r\n2026-01-01 ERROR forged",
          "a\u0085b",
          "a\u2028b",
          "a\u0000b",
          "\u001b[31mred",
          "\"",
          "a\" or userName pr or userName eq \"",
          "\\",
          "a\\\" eq \\\"",
          "'",
          "${jndi:ldap://x}",
          "%s%n{}",
          "<b>&amp;",
          " ",
          "",
          "http://127.0.0.1:1/a",
          "http://127.0.0.1:1",
          "https://x.example.com/ü?q=%22#f",
          "urn:opc:idm:__myscopes__",
          "1h",
          "24h",
          "2160h",
          "Deployment/web",
          "user@example.com",
          "a".repeat(63),
          "a".repeat(253),
          LONG,
          LONG.substring(0, 125));

  /** Values of fields that name something, by the end of their path. */
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "domainRef.name", List.of("main", "main", "main", "main", "d-0", "absent"),
          "application.name", List.of("a-0", "a-1", "a-2", "a-3", "absent"),
          "applicationRef.name", List.of("a-0", "a-1", "a-2", "a-3", "absent"),
          "externalApplication.displayName", List.of("domain_admin", "a-0", "absent", "☕"),
          "secretRef.name", List.of("domain-admin", "absent"),
          "restart[]", List.of("Deployment/web", "StatefulSet/" + "a".repeat(253)),
          "grantee.group", List.of("Order Staff", "Order Staff", "a\"b", "Café ☕", LONG),
          "grantee.user", List.of("ada@example.com", "ada@example.com", "a\\", "☕"),
          "role.role", List.of("r-0", "r-1", "User Administrator", "a\"b"),
          "appRoles[].role", List.of("r-0", "r-1", "User Administrator", "☕"));

  /** Fields that would let objects stay in the domain, or take them from others. */
  private static final Set<String> LEFT_OUT =
      Set.of("deletionPolicy", "adoptionPolicy", "successorOf", "clientId", "namespace");

  private static final JsonMapper JSON = new JsonMapper();

  private RandomSpecs() {}

  /** Returns that many specs of a kind; the same for the same seed. */
  public static List<JsonNode> of(String plural, int count, long seed) {
    var made = new AtomicReference<List<JsonNode>>(List.of());
    var schema = AdmissionTable.definition(plural);
    JqwikSession.run(() -> {
      Arbitrary<JsonNode> specs =
          value(schema.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"), "spec")
              .map(JsonNode.class::cast)
              .filter(
                  100_000,
                  spec -> AdmissionTable.errors(plural, spec, MissingNode.getInstance()).isEmpty());
      var generator = specs.generator(count);
      var random = new Random(seed);
      made.set(Stream.generate(() -> generator.next(random).value()).limit(count).toList());
    });
    return Objects.requireNonNull(made.get());
  }

  /** Returns resources of a kind with such specs, named by prefix and number. */
  public static List<GenericKubernetesResource> resources(
      String plural, String namespace, String prefix, int count, long seed) {
    var kind = AdmissionTable.definition(plural).at("/spec/names/kind").asText();
    var specs = of(plural, count, seed);
    return IntStream.range(0, count)
        .mapToObj(i ->
            new GenericKubernetesResourceBuilder()
                .withApiVersion("identitydomains.dev/v1alpha1")
                .withKind(kind)
                .withNewMetadata()
                .withName(prefix + i)
                .withNamespace(namespace)
                .endMetadata()
                .addToAdditionalProperties("spec", JSON.convertValue(specs.get(i), Object.class))
                .build())
        .toList();
  }

  private static Arbitrary<? extends JsonNode> value(JsonNode schema, String path) {
    return switch (schema.path("type").asText()) {
      case "object" -> schema.has("properties") ? object(schema, path) : map(schema, path);
      case "array" -> array(schema, path);
      case "boolean" -> Arbitraries.of(BooleanNode.TRUE, BooleanNode.FALSE);
      case "string" -> Arbitraries.of(texts(schema, path)).map(TextNode::new);
      default -> throw new IllegalStateException("no values for " + path + ": " + schema);
    };
  }

  private static List<String> texts(JsonNode schema, String path) {
    if (schema.has("enum")) {
      return schema.get("enum").valueStream().map(JsonNode::asText).toList();
    }
    var named =
        NAMES.entrySet().stream()
            .filter(entry -> path.endsWith("." + entry.getKey()))
            .flatMap(entry -> entry.getValue().stream())
            .toList();
    var pattern = Pattern.compile(schema.path("pattern").asText());
    var admitted =
        (named.isEmpty() ? TEXTS : named)
            .stream()
                .filter(text -> pattern.matcher(text).find())
                .filter(text ->
                    length(text) >= schema.path("minLength").asInt(0)
                        && length(text) <= schema.path("maxLength").asInt(Integer.MAX_VALUE))
                .toList();
    if (admitted.isEmpty()) {
      throw new IllegalStateException("no text for " + path + ": " + schema);
    }
    return admitted;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static Arbitrary<ObjectNode> object(JsonNode schema, String path) {
    var required = schema.path("required").valueStream().map(JsonNode::asText).toList();
    var members = new TreeMap<String, Arbitrary<? extends JsonNode>>();
    schema
        .path("properties")
        .propertyStream()
        .filter(property -> !LEFT_OUT.contains(property.getKey()))
        .forEach(property -> {
          var member = value(property.getValue(), path + "." + property.getKey());
          members.put(
              property.getKey(),
              required.contains(property.getKey())
                  ? member
                  : member.map(JsonNode.class::cast).injectNull(0.6));
        });
    return Combinators.combine(
            members.values().stream()
                .map(member -> member.map(v -> Optional.<JsonNode>ofNullable(v)))
                .toList())
        .as(values -> {
          var object = JsonNodeFactory.instance.objectNode();
          var names = members.keySet().iterator();
          values.forEach(v -> {
            var name = names.next();
            v.ifPresent(present -> object.set(name, present));
          });
          return object;
        });
  }

  private static Arbitrary<ObjectNode> map(JsonNode schema, String path) {
    var keys = Arbitraries.of("a", "b.c_d", "example.com/e", "Café ☕", "f".repeat(63), "");
    return Arbitraries.maps(keys, value(schema.path("additionalProperties"), path + "{}"))
        .ofMaxSize(3)
        .map(entries -> {
          var object = JsonNodeFactory.instance.objectNode();
          new TreeMap<>(entries).forEach(object::set);
          return object;
        });
  }

  private static Arbitrary<ArrayNode> array(JsonNode schema, String path) {
    return value(schema.path("items"), path + "[]")
        .list()
        .ofMinSize(schema.path("minItems").asInt(0))
        .ofMaxSize(3)
        .map(items -> JsonNodeFactory.instance.arrayNode().addAll(items));
  }
}
