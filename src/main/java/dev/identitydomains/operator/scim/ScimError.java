package dev.identitydomains.operator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.identitydomains.operator.http.CallFailure;
import java.util.Optional;

/** The service's error body (RFC 7644 section 3.12, with the service's extension). */
final class ScimError {

  private static final String EXTENSION =
      "urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error";

  private ScimError() {}

  static CallFailure.Answered read(
      String operation, int status, JsonNode body, Optional<String> requestId) {
    return new CallFailure.Answered(
        operation,
        status,
        text(body.path("detail")),
        text(body.path(EXTENSION).path("messageId")),
        requestId,
        Optional.empty());
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.textValue()).filter(text -> !text.isBlank());
  }
}
