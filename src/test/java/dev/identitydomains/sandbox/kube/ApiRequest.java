package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request for objects of one kind. */
record ApiRequest(
    String method,
    ResourceType type,
    ObjectKey key,
    String subresource,
    Map<String, String> query,
    Function<String, String> header,
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
            new ObjectKey(type.resource(), group(tail, 1), group(tail, 3)),
            group(tail, 4),
            query(exchange),
            name -> Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), ""),
            body(exchange, type));
      }
    }
    throw new ApiError(404, "NotFound", "the server could not find the requested resource");
  }

  private static JsonNode body(HttpExchange exchange, ResourceType type) throws IOException {
    var body = exchange.getRequestBody();
    return Protobuf.MEDIA_TYPE.equals(exchange.getRequestHeaders().getFirst("Content-Type"))
        ? Protobuf.read(body, type.kind())
        : YAML.readTree(body);
  }

  private static String group(Matcher tail, int group) {
    return Objects.requireNonNullElse(tail.group(group), "");
  }

  private static Map<String, String> query(HttpExchange exchange) {
    var query = new HashMap<String, String>();
    var text = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    for (var pair : text.split("&", -1)) {
      query.put(decoded(pair.replaceFirst("=.*", "")), decoded(pair.replaceFirst("[^=]*=?", "")));
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Whether the path has the name of one object. */
  boolean namesOne() {
    return !key.name().isEmpty();
  }

  boolean isDryRun() {
    return query.containsKey("dryRun") || !body.path("dryRun").isEmpty();
  }

  ListOptions options() {
    return new ListOptions(query);
  }

  View view() {
    return new View(
        type,
        View.Form.of(header.apply("Accept")),
        query.getOrDefault("includeObject", "Metadata"));
  }

  /** The body of a write, with kind, version and namespace. */
  ObjectNode object() {
    var object =
        body instanceof ObjectNode o ? o.deepCopy() : JsonNodeFactory.instance.objectNode();
    object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
    if (type.namespaced()) {
      ObjectStore.metadata(object).put("namespace", key.namespace());
    }
    return object;
  }

  /** Whether kind, namespace, name and selectors match an object. */
  boolean selects(ObjectKey candidate, ObjectNode stored) {
    return candidate.resource().equals(key.resource())
        && (key.namespace().isEmpty() || candidate.namespace().equals(key.namespace()))
        && (!namesOne() || candidate.name().equals(key.name()))
        && selects("labelSelector", label -> stored.at("/metadata/labels").path(label))
        && selects("fieldSelector", field -> type.shown(stored).at("/" + field.replace('.', '/')));
  }

  /** Evaluates terms of the forms {@code a=b}, {@code a!=b}, {@code a} and {@code !a}. */
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
}
