package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The representation of objects that a client accepts.
 *
 * @param rowObject {@code includeObject} of a Table: {@code Metadata}, {@code Object} or {@code
 *     None}
 */
record View(ResourceType type, Form form, String rowObject) {

  /** JSON, the Table of {@code kubectl get}, or the metadata alone. */
  enum Form {
    OBJECT,
    TABLE,
    METADATA;

    static Form of(String accept) {
      return accept.contains("as=Table")
          ? TABLE
          : accept.contains("as=PartialObjectMetadata") ? METADATA : OBJECT;
    }
  }

  boolean table() {
    return form == Form.TABLE;
  }

  ObjectNode one(ObjectNode stored) {
    var object = type.shown(stored);
    return switch (form) {
      case OBJECT -> object;
      case TABLE -> table(List.of(stored), object.path("metadata"));
      case METADATA -> partial(object);
    };
  }

  ObjectNode list(List<ObjectNode> stored, long version) {
    var metadata =
        JsonNodeFactory.instance.objectNode().put("resourceVersion", String.valueOf(version));
    if (table()) {
      return table(stored, metadata);
    }
    if (form == Form.METADATA) {
      var list = JsonNodeFactory.instance.objectNode().put("kind", "PartialObjectMetadataList");
      list.put("apiVersion", "meta.k8s.io/v1").set("metadata", metadata);
      if (stored.isEmpty()) {
        return list.putNull("items"); // as an API server does
      }
      list.putArray("items").addAll(stored.stream().map(View::partial).toList());
      return list;
    }
    var list = JsonNodeFactory.instance.objectNode().put("kind", type.kind() + "List");
    list.put("apiVersion", type.apiVersion()).set("metadata", metadata);
    list.putArray("items").addAll(stored.stream().map(type::shown).toList());
    return list;
  }

  private ObjectNode table(List<ObjectNode> stored, JsonNode metadata) {
    var table = JsonNodeFactory.instance.objectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata").set("resourceVersion", metadata.path("resourceVersion"));
    var columns = Column.of(type);
    var definitions = table.putArray("columnDefinitions");
    for (var column : columns) {
      var format = column.name().equals("Name") ? "name" : "";
      var definition = definitions.addObject().put("name", column.name());
      definition.put("type", column.type()).put("format", format);
      definition.put("priority", column.priority());
    }
    var rows = table.putArray("rows");
    for (var object : stored) {
      var row = rows.addObject();
      var cells = row.putArray("cells");
      columns.forEach(column -> cells.add(column.cell().apply(object)));
      if (!rowObject.equals("None")) {
        row.set("object", rowObject.equals("Object") ? type.shown(object) : partial(object));
      }
    }
    return table;
  }

  private static ObjectNode partial(ObjectNode object) {
    var partial = JsonNodeFactory.instance.objectNode().put("kind", "PartialObjectMetadata");
    return partial.put("apiVersion", "meta.k8s.io/v1").set("metadata", object.path("metadata"));
  }
}
