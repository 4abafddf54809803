package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP reply.
 *
 * @param retryAfter the header {@code Retry-After}; null for a reply without it
 */
record Reply(int status, String body, @Nullable Duration retryAfter) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ERROR_EXTENSION =
      "urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error";

  /** A reply whose 429 asks for the shortest delay. */
  Reply(int status, String body) {
    this(status, body, status == 429 ? Duration.ofSeconds(1) : null);
  }

  static Reply json(int status, Object json) {
    try {
      return new Reply(status, JSON.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
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
