package dev.identitydomains.operator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Why an API server refuses an object, in its words.
 *
 * @param field path of the field, for example {@code spec.client.grantTypes[0]}
 * @param value the refused value; null where the words do not show it
 * @param detail what is wrong with it; may be empty
 */
public record FieldError(Type type, String field, @Nullable JsonNode value, String detail) {

  /** The kinds of errors, as {@code k8s.io/apimachinery/pkg/util/validation/field} has them. */
  public enum Type {
    /** A value is missing. */
    REQUIRED("Required value", true),
    /** The value is none of an enum's. */
    NOT_SUPPORTED("Unsupported value", true),
    /** A text is too long. */
    TOO_LONG("Too long", true),
    /** A list or map has too many entries. */
    TOO_MANY("Too many", true),
    /** The value is of another type. */
    TYPE_INVALID("Invalid value", true),
    /** The value is wrong otherwise. */
    INVALID("Invalid value", false),
    /** There may be no value. */
    FORBIDDEN("Forbidden", false);

    private final String words;
    private final boolean blocking;

    Type(String words, boolean blocking) {
      this.words = words;
      this.blocking = blocking;
    }

    /** Whether an API server evaluates no CEL rule where there is such an error. */
    boolean isBlocking() {
      return blocking;
    }
  }

  /** The words without the field, as a {@code StatusCause} has them. */
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
