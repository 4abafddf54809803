package dev.identitydomains.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * One recorded exchange.
 *
 * @param path segments below {@code /admin/v1}; empty for other endpoints
 * @param headers of the request, by name in lower case
 * @param sent the body of the request; a missing node without JSON
 * @param status of the response; 0 for none
 * @param received the body of the response; a missing node without JSON
 * @param isCut whether a body is left out of the recording
 */
record Entry(
    String method,
    List<String> path,
    HttpUrl url,
    Map<String, String> headers,
    JsonNode sent,
    int status,
    JsonNode received,
    boolean isCut) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Reads an entry of an HTTP archive (HAR 1.2), as {@code ExchangeRecorder} writes it. */
  static Entry read(String line) throws JsonProcessingException {
    var json = JSON.readTree(line);
    var url = HttpUrl.get(json.at("/request/url").asText());
    return new Entry(
        json.at("/request/method").asText(),
        below(url.pathSegments()),
        url,
        json.at("/request/headers")
            .valueStream()
            .collect(
                Collectors.toMap(
                    header -> header.path("name").asText(),
                    header -> header.path("value").asText(),
                    (a, _) -> a)),
        body(json.at("/request/postData/text").asText()),
        json.at("/response/status").asInt(),
        body(json.at("/response/content/text").asText()),
        isCut(json.at("/request/postData/text").asText())
            || isCut(json.at("/response/content/text").asText()));
  }

  private static boolean isCut(String text) {
    return !text.isEmpty() && body(text).isMissingNode();
  }

  /** The segments below {@code /admin/v1}; none for other endpoints. */
  static List<String> below(List<String> segments) {
    var admin = segments.indexOf("admin");
    return admin < 0
        ? List.of()
        : segments.subList(Math.min(admin + 2, segments.size()), segments.size());
  }

  static JsonNode body(String text) {
    try {
      var json = JSON.readTree(text);
      return json == null ? JsonNodeFactory.instance.missingNode() : json;
    } catch (JsonProcessingException _) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  /** The resource type; empty for other endpoints. */
  String type() {
    return path.isEmpty() ? "" : path.getFirst();
  }

  /** The id of the resource; empty for none. */
  String id() {
    return path.size() < 2 ? "" : path.get(1);
  }

  /** The parameters of the query, each with its words: lists of attributes have no order. */
  static Map<String, Set<String>> query(HttpUrl url) {
    var query = new HashMap<String, Set<String>>();
    for (var name : url.queryParameterNames()) {
      query.put(
          name,
          url.queryParameterValues(name).stream()
              .flatMap(value ->
                  name.equals("attributes") ? Stream.of(value.split(",", -1)) : Stream.of(value))
              .collect(Collectors.toSet()));
    }
    return query;
  }

  @Override
  public String toString() {
    return method + " " + url.encodedPath();
  }
}
