package dev.identitydomains.operator.http;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Why a call to the identity domain failed. Never holds a secret, a token or a request body. */
public sealed interface CallFailure {

  /** One line for people: what happened, and where. */
  String summary();

  /**
   * The service answered with an error (RFC 7644 section 3.12).
   *
   * @param operation method and resource type, for example {@code POST Apps}
   * @param status HTTP status
   * @param detail the service's own explanation; empty when it gave none
   * @param messageId the service's key of the message, from its error extension
   * @param requestId {@code opc-request-id}
   * @param retryAfter from {@code Retry-After}
   */
  record Answered(
      String operation,
      int status,
      Optional<String> detail,
      Optional<String> messageId,
      Optional<String> requestId,
      Optional<Duration> retryAfter)
      implements CallFailure {

    /** An error answer without a SCIM body. */
    public static Answered bare(String operation, HttpReply reply, Clock clock) {
      return new Answered(
          operation,
          reply.status(),
          Optional.empty(),
          Optional.empty(),
          reply.requestId(),
          reply.retryAfter(clock));
    }

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
   * No whole reply came: no route, no trust, a timeout, too large. The change may have happened.
   */
  record Unreachable(String summary) implements CallFailure {}

  /** A reply came that is not what the service documents: not JSON, or without an id. */
  record Malformed(String summary) implements CallFailure {}
}
