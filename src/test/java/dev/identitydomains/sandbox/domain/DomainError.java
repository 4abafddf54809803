package dev.identitydomains.sandbox.domain;

import java.io.Serial;

/** An error reply of the SCIM API (RFC 7644 section 3.12), with the service's extension. */
final class DomainError extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  final int status;
  final String messageId;

  DomainError(int status, String messageId, String detail) {
    super(detail);
    this.status = status;
    this.messageId = messageId;
  }

  static DomainError notFound(String type, String id) {
    return new DomainError(
        404, "error.common.common.resourceNotFound", "%s %s not found.".formatted(type, id));
  }

  static DomainError invalid(String detail) {
    return new DomainError(400, "error.common.validation.invalidAttribute", detail);
  }
}
