package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A complete HTTP request.
 *
 * @param presented the client's certificates of the TLS handshake; empty for none
 */
record HttpCall(
    String method,
    List<String> path,
    Map<String, List<String>> query,
    Map<String, List<String>> headers,
    String body,
    List<X509Certificate> presented) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static HttpCall read(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getRawPath().substring(1).split("/", -1);
    var segments = new ArrayList<String>();
    for (var segment : path) {
      segments.add(URLDecoder.decode(segment, StandardCharsets.UTF_8));
    }
    return new HttpCall(
        exchange.getRequestMethod(),
        List.copyOf(segments),
        parameters(exchange.getRequestURI().getRawQuery()),
        exchange.getRequestHeaders(),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
        SecureTokenHost.presented(exchange));
  }

  /** Converts one operation of a Bulk request to the equivalent call. */
  static HttpCall inBulk(String method, String path, JsonNode data) {
    var parts = path.split("[?]", 2);
    var segments = new ArrayList<>(List.of("admin", "v1"));
    segments.addAll(List.of(parts[0].substring(1).split("/", -1)));
    return new HttpCall(
        method,
        List.copyOf(segments),
        parameters(parts.length == 2 ? parts[1] : ""),
        Map.of(),
        data.toString(),
        List.of());
  }

  Map<String, List<String>> form() {
    return parameters(body);
  }

  /** The resource type below {@code /admin/v1}. */
  String type() {
    return path.size() > 2 ? path.get(2) : "";
  }

  boolean isBulk() {
    return path.getFirst().equals("admin") && type().equals("Bulk");
  }

  ObjectNode json() {
    return parse(body)
        .orElseThrow(() -> DomainError.invalid("The request body is not a JSON object."));
  }

  /** The call without an attribute of its body. */
  HttpCall without(String attribute) {
    var less = json();
    less.remove(attribute);
    if (less.get("Operations") instanceof ArrayNode operations) {
      operations.removeIf(operation -> operation.path("path").asText().equals(attribute));
    }
    return new HttpCall(method, path, query, headers, less.toString(), presented);
  }

  static Optional<ObjectNode> parse(String text) {
    try {
      return JSON.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  /** Converts the body of {@code .search} to the equivalent query (RFC 7644 section 3.4.3). */
  Map<String, List<String>> searchRequest() {
    var parameters = new LinkedHashMap<String, List<String>>();
    json()
        .propertyStream()
        .forEach(field -> {
          var value = field.getValue();
          parameters.put(
              field.getKey(),
              value.isArray()
                  ? value.valueStream().map(JsonNode::asText).toList()
                  : List.of(value.asText()));
        });
    return parameters;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(List::getFirst);
  }

  String line() {
    return method + " /" + String.join("/", path);
  }

  private static Map<String, List<String>> parameters(@Nullable String encoded) {
    var parameters = new LinkedHashMap<String, List<String>>();
    if (encoded != null && !encoded.isEmpty()) {
      for (var pair : encoded.split("&", -1)) {
        var parts = pair.split("=", 2);
        parameters
            .computeIfAbsent(decode(parts[0]), _ -> new ArrayList<>())
            .add(parts.length == 2 ? decode(parts[1]) : "");
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
