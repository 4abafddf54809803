package dev.identitydomains.operator.scim;

import dev.identitydomains.operator.http.CallFailure;

/** What became of one operation of a Bulk call. */
public sealed interface BulkResult {

  /** It was carried out. */
  record Done(WriteResult written) implements BulkResult {}

  /** It was not, or nobody knows. */
  record Failed(CallFailure failure) implements BulkResult {}
}
