package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The discovery documents: groups, versions, kinds, OpenAPI. */
final class Discovery {

  private Discovery() {}

  /** The document at this path; empty for a path outside discovery. */
  static Optional<JsonNode> document(String path, List<ResourceType> types) {
    var root = path.replaceFirst("^/openapi/v3", "");
    var members = types.stream().filter(type -> type.root().equals(root)).toList();
    return Optional.ofNullable(
        switch (path) {
          case "/healthz", "/readyz", "/livez" -> new TextNode("ok");
          case "/version" ->
              json("Info")
                  .put("major", "1")
                  .put("minor", "37")
                  .put("gitVersion", "v1.37.0-sandbox");
          case "/api" -> json("APIVersions").set("versions", json("").arrayNode().add("v1"));
          case "/apis" -> groups(types);
          case "/openapi/v3" -> openApiPaths(types);
          default ->
              members.isEmpty()
                  ? null
                  : root.equals(path) ? resources(members) : OpenApi.document(members);
        });
  }

  private static ObjectNode groups(List<ResourceType> types) {
    var list = json("APIGroupList");
    var groups = list.putArray("groups");
    types.stream()
        .map(ResourceType::apiVersion)
        .filter(v -> v.contains("/"))
        .distinct()
        .forEach(v -> {
          var version =
              json("").put("groupVersion", v).put("version", v.substring(v.indexOf('/') + 1));
          var group = groups.addObject().put("name", v.substring(0, v.indexOf('/')));
          group.putArray("versions").add(version);
          group.set("preferredVersion", version);
        });
    return list;
  }

  private static ObjectNode resources(List<ResourceType> members) {
    var list = json("APIResourceList").put("groupVersion", members.getFirst().apiVersion());
    var resources = list.putArray("resources");
    for (var type : members) {
      ObjectNode entry = type.spec().path("names").deepCopy();
      entry.put("name", type.plural()).put("namespaced", type.namespaced());
      entry.put("singularName", type.kind().toLowerCase(Locale.ROOT));
      type.verbs().forEach(entry.putArray("verbs")::add);
      resources.add(entry);
      if (type.hasStatusSubresource()) {
        var status = resources.addObject().put("name", type.plural() + "/status");
        status.put("singularName", "").put("namespaced", type.namespaced());
        List.of("get", "patch", "update")
            .forEach(status.put("kind", type.kind()).putArray("verbs")::add);
      }
    }
    return list;
  }

  private static ObjectNode openApiPaths(List<ResourceType> types) {
    var document = json("");
    var paths = document.putObject("paths");
    for (var type : types) {
      var url = "/openapi/v3" + type.root();
      paths.putObject(type.root().substring(1)).put("serverRelativeURL", url);
    }
    return document;
  }

  private static ObjectNode json(String kind) {
    var document = JsonNodeFactory.instance.objectNode();
    return kind.isEmpty() ? document : document.put("kind", kind).put("apiVersion", "v1");
  }
}
