package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An HTTP reply. */
record Reply(int status, String body, Map<String, String> headers) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ERROR_EXTENSION =
      "urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error";

  /** A reply whose 429 asks for the shortest delay. */
  Reply(int status, String body) {
    this(status, body, status == 429 ? Map.of("Retry-After", "1") : Map.of());
  }

  static Reply json(int status, Object json) {
    try {
      return new Reply(status, JSON.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The reply with a resource, and the headers that say where it is and its version. */
  static Reply resource(int status, ObjectNode resource) {
    var meta = resource.path("meta");
    var headers = new HashMap<String, String>();
    if (status == 201 && meta.has("location")) {
      headers.put("Location", meta.path("location").asText());
    }
    if (meta.has("version")) {
      headers.put("ETag", meta.path("version").asText());
    }
    return new Reply(status, resource.toString(), headers);
  }

  static Reply error(DomainError error) {
    return error(error.status, error.messageId, String.valueOf(error.getMessage()));
  }

  static Reply error(int status, String messageId, String detail) {
    return json(
        status,
        Map.of(
            "schemas",
            List.of("urn:ietf:params:scim:api:messages:2.0:Error", ERROR_EXTENSION),
            "detail",
            detail,
            "status",
            String.valueOf(status),
            ERROR_EXTENSION,
            Map.of("messageId", messageId)));
  }

  static Reply tooManyRequests(String detail) {
    return error(429, "error.common.common.tooManyRequests", detail);
  }
}
