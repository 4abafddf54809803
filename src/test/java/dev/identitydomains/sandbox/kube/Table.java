package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Objects as the table that {@code kubectl get} prints, by the printer columns of their kind. */
final class Table {

  private static final Configuration PATHS =
      Configuration.builder()
          .jsonProvider(new JacksonJsonNodeJsonProvider())
          .options(Option.SUPPRESS_EXCEPTIONS, Option.ALWAYS_RETURN_LIST)
          .build();

  private Table() {}

  static ObjectNode of(ResourceType type, List<? extends JsonNode> objects) {
    var table = JsonNodeFactory.instance.objectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1").putObject("metadata");
    var columns = table.putArray("columnDefinitions");
    columns.addObject().put("name", "Name").put("type", "string").put("format", "name");
    columns.addAll((ArrayNode) printed(type));
    var rows = table.putArray("rows");
    for (var object : objects) {
      var row = rows.addObject();
      var cells = row.putArray("cells").add(object.at("/metadata/name").asText());
      printed(type).forEach(column -> cells.add(cell(column, object)));
      row.set("object", object);
    }
    return table;
  }

  private static JsonNode printed(ResourceType type) {
    return type.version().path("additionalPrinterColumns") instanceof ArrayNode columns
        ? columns
        : JsonNodeFactory.instance.arrayNode();
  }

  private static JsonNode cell(JsonNode column, JsonNode object) {
    var path = "$" + column.path("jsonPath").asText();
    var value = JsonPath.using(PATHS).parse(object).<ArrayNode>read(path).path(0);
    return column.path("type").asText().equals("date") && value.isTextual()
        ? JsonNodeFactory.instance.textNode(age(value.asText()))
        : value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
  }

  private static String age(String since) {
    var age = Duration.between(Instant.parse(since), Instant.now());
    return age.toMinutes() < 2 ? Math.max(0, age.toSeconds()) + "s" : age.toMinutes() + "m";
  }
}
