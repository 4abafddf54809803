package dev.identitydomains.operator.scim;

import dev.identitydomains.operator.http.CallFailure;

/** The result of one operation of a Bulk call (RFC 7644 section 3.7.3). */
public sealed interface BulkResult {

  /** The service carried the operation out, or its resource was already deleted. */
  record Done(WriteResult written) implements BulkResult {}

  /** The operation failed, or the reply has no result for it. */
  record Failed(CallFailure failure) implements BulkResult {}
}
