package dev.identitydomains.operator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One error of a field, in the words of an API server.
 *
 * @param field path of the field, for example {@code spec.client.grantTypes[0]}
 * @param value the refused value; null where the message omits it
 * @param detail description of the error; may be empty
 */
public record FieldError(Type type, String field, @Nullable JsonNode value, String detail) {

  /** The error types of {@code k8s.io/apimachinery/pkg/util/validation/field}. */
  public enum Type {
    /** A required value is missing. */
    REQUIRED("Required value", true),
    /** An enum lacks the value. */
    NOT_SUPPORTED("Unsupported value", true),
    /** A string is too long. */
    TOO_LONG("Too long", true),
    /** A list or map has too many entries. */
    TOO_MANY("Too many", true),
    /** The value has another type. */
    TYPE_INVALID("Invalid value", true),
    /** The value violates a pattern, a minimum or a CEL rule. */
    INVALID("Invalid value", false),
    /** A value is present where a CEL rule forbids one. */
    FORBIDDEN("Forbidden", false);

    private final String words;
    private final boolean blocking;

    Type(String words, boolean blocking) {
      this.words = words;
      this.blocking = blocking;
    }

    /** Whether an API server skips the CEL rules of an object with such an error. */
    boolean isBlocking() {
      return blocking;
    }
  }

  /** The message of a {@code StatusCause}, which has the field apart. */
  public String message() {
    return type.words
        + (value == null ? "" : ": " + value)
        + (detail.isEmpty() ? "" : ": " + detail);
  }

  @Override
  public String toString() {
    return field + ": " + message();
  }
}
