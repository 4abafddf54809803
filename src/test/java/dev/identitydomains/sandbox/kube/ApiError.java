package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;

/** A refusal, as the API server words it. */
final class ApiError extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  final int code;
  private final String reason;

  ApiError(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  ObjectNode status() {
    var status =
        JsonNodeFactory.instance.objectNode().put("kind", "Status").put("apiVersion", "v1");
    status.put("status", "Failure").put("reason", reason);
    return status.put("message", getMessage()).put("code", code);
  }
}
