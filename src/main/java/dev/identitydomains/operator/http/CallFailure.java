package dev.identitydomains.operator.http;

import dev.identitydomains.operator.text.ForeignText;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The failure of a call to an identity domain. Holds no secret, token or request body. */
public sealed interface CallFailure {

  /** One line for conditions, events and logs. */
  String summary();

  /**
   * The service answered with an error (RFC 7644 section 3.12).
   *
   * @param operation method and resource type, for example {@code POST Apps}
   * @param status HTTP status
   * @param detail the service's explanation; null when the reply has none
   * @param messageId the key of the message, from the service's error extension; null for none
   * @param requestId {@code opc-request-id}; null for none
   * @param retryAfter from {@code Retry-After} (RFC 9110 section 10.2.3); null for none
   */
  record Answered(
      String operation,
      int status,
      @Nullable String detail,
      @Nullable String messageId,
      @Nullable String requestId,
      @Nullable Duration retryAfter)
      implements CallFailure {

    public Answered {
      detail = detail == null ? null : ForeignText.of(detail);
      messageId = messageId == null ? null : ForeignText.of(messageId);
      requestId = requestId == null ? null : ForeignText.requestId(requestId);
    }

    /** An error reply without a SCIM body. */
    public static Answered bare(String operation, HttpReply reply, Clock clock) {
      return new Answered(
          operation,
          reply.status(),
          null,
          null,
          reply.requestId().orElse(null),
          reply.retryAfter(clock).orElse(null));
    }

    /** Returns a copy with this {@code retryAfter}. */
    public Answered retryingAfter(@Nullable Duration time) {
      return new Answered(operation, status, detail, messageId, requestId, time);
    }

    @Override
    public String summary() {
      return "%s answered %d: %s%s"
          .formatted(
              operation,
              status,
              Objects.requireNonNullElse(detail, "(no detail)"),
              requestId == null ? "" : " (opc-request-id " + requestId + ")");
    }
  }

  /**
   * No complete reply arrived: no route, an untrusted certificate, a timeout. The service may have
   * carried out the request.
   */
  record Unreachable(String summary) implements CallFailure {

    public Unreachable {
      summary = ForeignText.of(summary);
    }
  }

  /**
   * The token endpoint answered without a token, for a reason that can end by itself.
   *
   * @param status HTTP status
   * @param summary with the error of RFC 6749 section 5.2, where there is one
   * @param retryAfter from {@code Retry-After} (RFC 9110 section 10.2.3); null for none
   */
  record NoToken(int status, String summary, @Nullable Duration retryAfter) implements CallFailure {

    private static final int LONGEST_BYTES = 2000;

    public NoToken {
      summary = ForeignText.ofBytes(summary, LONGEST_BYTES);
    }
  }

  /**
   * The server ended TLS with an alert about certificates, which is its answer to that of a client.
   * It may have carried out the request.
   */
  record HandshakeRefused(String summary) implements CallFailure {}

  /** A reply lacks a part that the service documents, for example JSON or an id. */
  record Malformed(String summary) implements CallFailure {

    public Malformed {
      summary = ForeignText.of(summary);
    }
  }

  /**
   * A reply exceeds a bound of {@link ReplyContent}, {@link JsonContent} or {@link ReplyMemory}, or
   * a list its documented size. The service may have carried out the request.
   */
  record Excessive(String summary) implements CallFailure {

    public Excessive {
      summary = ForeignText.of(summary);
    }
  }
}
