package dev.identitydomains.sandbox.domain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/** An HTTP reply. */
record Reply(int status, String body) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ERROR_EXTENSION =
      "urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error";

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
