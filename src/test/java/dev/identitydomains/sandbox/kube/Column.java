package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A column of {@code kubectl get}.
 *
 * @param priority 0, or more for a column of {@code -o wide} only
 */
record Column(String name, String type, int priority, Function<JsonNode, JsonNode> cell) {

  private static final Configuration PATHS =
      Configuration.builder()
          .jsonProvider(new JacksonJsonNodeJsonProvider())
          .options(Option.SUPPRESS_EXCEPTIONS, Option.ALWAYS_RETURN_LIST)
          .build();
  private static final Column NAME = of("Name", "/metadata/name");
  private static final Column AGE = age("Age", "/metadata/creationTimestamp");
  private static final List<Column> EVENT =
      List.of(
          age(
              "Last Seen",
              "/series/lastObservedTime",
              "/lastTimestamp",
              "/firstTimestamp",
              "/eventTime"),
          of("Type", "/type"),
          of("Reason", "/reason"),
          new Column("Object", "string", 0, event -> new TextNode(object(event))),
          of("Message", "/message"));

  /** The columns of a kind. */
  static List<Column> of(ResourceType type) {
    return switch (type.resource()) {
      case "events" -> EVENT;
      case "namespaces" ->
          List.of(NAME, new Column("Status", "string", 0, o -> new TextNode(phase(o))), AGE);
      case "secrets" -> List.of(NAME, of("Type", "/type"), size("Data", "/data"), AGE);
      case "configmaps" -> List.of(NAME, size("Data", "/data"), AGE);
      default -> Stream.concat(Stream.of(NAME), custom(type)).toList();
    };
  }

  private static Stream<Column> custom(ResourceType type) {
    return type.version().path("additionalPrinterColumns") instanceof ArrayNode columns
        ? columns.valueStream().map(Column::custom)
        : Stream.of(AGE);
  }

  private static Column custom(JsonNode column) {
    var path = JsonPath.compile("$" + column.path("jsonPath").asText());
    var type = column.path("type").asText();
    Function<JsonNode, JsonNode> value =
        object -> JsonPath.using(PATHS).parse(object).<ArrayNode>read(path).path(0);
    return new Column(
        column.path("name").asText(),
        type,
        column.path("priority").asInt(),
        type.equals("date") ? value.andThen(Column::since) : value.andThen(Column::orNull));
  }

  private static Column of(String name, String pointer) {
    return new Column(name, "string", 0, object -> new TextNode(object.at(pointer).asText()));
  }

  private static Column size(String name, String pointer) {
    return new Column(name, "string", 0, object -> new IntNode(object.at(pointer).size()));
  }

  private static Column age(String name, String... pointers) {
    return new Column(
        name,
        "string",
        0,
        object ->
            since(
                Stream.of(pointers)
                    .map(object::at)
                    .filter(JsonNode::isTextual)
                    .findFirst()
                    .orElse(NullNode.instance)));
  }

  private static String phase(JsonNode namespace) {
    return namespace.at("/metadata/deletionTimestamp").isTextual() ? "Terminating" : "Active";
  }

  private static String object(JsonNode event) {
    var object = event.path("involvedObject");
    return object.path("kind").asText().toLowerCase(Locale.ROOT)
        + "/"
        + object.path("name").asText();
  }

  private static JsonNode since(JsonNode time) {
    return time.isTextual() ? new TextNode(Age.since(time.asText())) : NullNode.instance;
  }

  private static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? NullNode.instance : value;
  }
}
