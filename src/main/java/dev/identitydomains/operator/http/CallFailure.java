package dev.identitydomains.operator.http;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The failure of a call to an identity domain. Holds no secret, token or request body. */
public sealed interface CallFailure {

  /** One line for conditions, events and logs. */
  String summary();

  /**
   * The service answered with an error (RFC 7644 section 3.12).
   *
   * @param operation method and resource type, for example {@code POST Apps}
   * @param status HTTP status
   * @param detail the service's explanation; empty when the reply has none
   * @param messageId the key of the message, from the service's error extension
   * @param requestId {@code opc-request-id}
   * @param retryAfter from {@code Retry-After} (RFC 9110 section 10.2.3)
   */
  record Answered(
      String operation,
      int status,
      Optional<String> detail,
      Optional<String> messageId,
      Optional<String> requestId,
      Optional<Duration> retryAfter)
      implements CallFailure {

    /** An error reply without a SCIM body. */
    public static Answered bare(String operation, HttpReply reply, Clock clock) {
      return new Answered(
          operation,
          reply.status(),
          Optional.empty(),
          Optional.empty(),
          reply.requestId(),
          reply.retryAfter(clock));
    }

    /** Returns a copy with this {@code retryAfter}. */
    public Answered retryingAfter(Optional<Duration> time) {
      return new Answered(operation, status, detail, messageId, requestId, time);
    }

    @Override
    public String summary() {
      return "%s answered %d: %s%s"
          .formatted(
              operation,
              status,
              detail.orElse("(no detail)"),
              requestId.map(id -> " (opc-request-id " + id + ")").orElse(""));
    }
  }

  /**
   * No complete reply arrived: no route, an untrusted certificate, a timeout, a reply of more than
   * {@link HttpTransport#MAX_BODY_BYTES}. The service may have carried out the request.
   */
  record Unreachable(String summary) implements CallFailure {}

  /** A reply lacks a part that the service documents, for example JSON or an id. */
  record Malformed(String summary) implements CallFailure {}
}
