package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.http.CallFailure;
import org.jspecify.annotations.Nullable;

/** The service's error body (RFC 7644 section 3.12, with the service's extension). */
final class ScimError {

  private static final String EXTENSION =
      "urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error";

  private ScimError() {}

  static CallFailure.Answered read(
      String operation, int status, JsonNode body, @Nullable String requestId) {
    return new CallFailure.Answered(
        operation,
        status,
        text(body.path("detail")),
        text(body.path(EXTENSION).path("messageId")),
        requestId,
        null);
  }

  private static @Nullable String text(JsonNode node) {
    var text = node.textValue();
    return text == null || text.isBlank() ? null : text;
  }
}
