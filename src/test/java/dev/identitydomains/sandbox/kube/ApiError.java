package dev.identitydomains.sandbox.kube;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** An error reply with the message of an API server. */
final class ApiError extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  final int code;
  private final String reason;
  private final ObjectNode details = JsonNodeFactory.instance.objectNode();

  ApiError(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  private ApiError(int code, String reason, String message, ObjectKey key) {
    this(code, reason, message);
    details.put("name", key.name()).put("group", key.group()).put("kind", key.plural());
  }

  /** A {@code StatusCause}: the error of one field. */
  record Cause(String reason, String field, String message) {

    static Cause forbidden(String field, String why) {
      return new Cause("FieldValueForbidden", field, "Forbidden: " + why);
    }

    @Override
    public String toString() {
      return field + ": " + message;
    }
  }

  static ApiError notFound(ObjectKey key) {
    return new ApiError(404, "NotFound", key + " not found", key);
  }

  static ApiError alreadyExists(ObjectKey key) {
    return new ApiError(409, "AlreadyExists", key + " already exists", key);
  }

  static ApiError conflict(ObjectKey key) {
    var why =
        "the object has been modified; please apply your changes to the latest version and try again";
    var message = "Operation cannot be fulfilled on " + key + ": " + why;
    return new ApiError(409, "Conflict", message, key);
  }

  static ApiError namespaceEnds(ObjectKey key) {
    var message =
        "%s is forbidden: unable to create new content in namespace %s because it is being terminated"
            .formatted(key, key.namespace());
    return new ApiError(403, "Forbidden", message, key);
  }

  static ApiError invalidListOptions(List<Cause> causes) {
    var text = causes.stream().map(Cause::toString).collect(Collectors.joining(", "));
    var error =
        new ApiError(
            422,
            "Invalid",
            "ListOptions.meta.k8s.io \"\" is invalid: "
                + (causes.size() == 1 ? text : "[" + text + "]"));
    error.details.put("group", "meta.k8s.io").put("kind", "ListOptions");
    for (var cause : causes) {
      var entry = error.details.withArray("/causes").addObject().put("reason", cause.reason());
      entry.put("message", cause.message()).put("field", cause.field());
    }
    return error;
  }

  ObjectNode status() {
    var status =
        JsonNodeFactory.instance.objectNode().put("kind", "Status").put("apiVersion", "v1");
    status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
    status.set("details", details);
    return status.put("code", code);
  }
}
