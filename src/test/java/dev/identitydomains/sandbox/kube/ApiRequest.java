package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request for objects: of which kind, in which namespace, and with what. */
record ApiRequest(
    String method,
    ResourceType type,
    String namespace,
    String name,
    String subresource,
    Map<String, String> query,
    Headers headers,
    JsonNode body) {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern TAIL =
      Pattern.compile(
          "(?:/namespaces/([^/]+)(?=/(?!status|finalize)))?/([^/]+)(?:/([^/]+))?(?:/([^/]+))?");

  static ApiRequest read(HttpExchange exchange, List<ResourceType> types) throws IOException {
    var path = exchange.getRequestURI().getPath();
    for (var type : types) {
      var tail = TAIL.matcher(path.replaceFirst("^" + Pattern.quote(type.root()) + "(?=/)", ""));
      if (path.startsWith(type.root() + "/")
          && tail.matches()
          && tail.group(2).equals(type.plural())) {
        return new ApiRequest(
            exchange.getRequestMethod(),
            type,
            group(tail, 1),
            group(tail, 3),
            group(tail, 4),
            query(exchange),
            exchange.getRequestHeaders(),
            YAML.readTree(exchange.getRequestBody()));
      }
    }
    throw new ApiError(404, "NotFound", "nothing is served at " + path);
  }

  private static String group(Matcher tail, int group) {
    return Objects.requireNonNullElse(tail.group(group), "");
  }

  private static Map<String, String> query(HttpExchange exchange) {
    var query = new HashMap<String, String>();
    for (var pair :
        Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "").split("&", -1)) {
      query.put(pair.replaceFirst("=.*", ""), pair.replaceFirst("[^=]*=", ""));
    }
    return query;
  }

  String key() {
    return ObjectStore.key(type.kind(), namespace, name);
  }

  boolean isWatch() {
    return query.getOrDefault("watch", "").matches("true|1");
  }

  int number(String parameter, int otherwise) {
    var text = query.getOrDefault(parameter, "");
    return text.isEmpty() ? otherwise : Integer.parseInt(text);
  }

  /** The body of a write, with kind, version, name and namespace. */
  ObjectNode object() {
    var object =
        body instanceof ObjectNode o ? o.deepCopy() : JsonNodeFactory.instance.objectNode();
    object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
    if (type.namespaced()) {
      ObjectStore.metadata(object).put("namespace", namespace);
    }
    return object;
  }

  /** Whether an object is of the kind, in the namespace, and selected. */
  boolean matches(JsonNode object) {
    return object.path("kind").asText().equals(type.kind())
        && (namespace.isEmpty() || object.at("/metadata/namespace").asText().equals(namespace))
        && (name.isEmpty() || object.at("/metadata/name").asText().equals(name))
        && selects("labelSelector", label -> object.at("/metadata/labels").path(label))
        && selects("fieldSelector", field -> object.at("/" + field.replace('.', '/')));
  }

  /** Terms of the forms {@code a=b}, {@code a!=b}, {@code a} and {@code !a}. */
  private boolean selects(String parameter, Function<String, JsonNode> value) {
    for (var term : query.getOrDefault(parameter, "").split(",", -1)) {
      var parts = term.split("!?==?", 2);
      var actual = value.apply(parts[0].replace("!", ""));
      var holds = parts.length == 1 ? !actual.isMissingNode() : actual.asText().equals(parts[1]);
      if (!term.isEmpty() && holds == term.contains("!")) {
        return false;
      }
    }
    return true;
  }

  /** Objects as the client wants to see them. */
  JsonNode shown(List<ObjectNode> objects, JsonNode otherwise) {
    var accept = Objects.requireNonNullElse(headers.getFirst("Accept"), "");
    return accept.contains("as=Table") ? Table.of(type, objects) : otherwise;
  }

  /** An event as a line of a watch; empty when it is not about a selected object. */
  String watchLine(ObjectStore.Event event) {
    var was = event.before() != null && matches(event.before());
    var is = !event.gone() && matches(event.now());
    if (!was && !is) {
      return "";
    }
    var line = JsonNodeFactory.instance.objectNode();
    line.put("type", !is ? "DELETED" : was ? "MODIFIED" : "ADDED");
    line.set("object", shown(List.of(event.now()), event.now()));
    return line + "\n";
  }
}
