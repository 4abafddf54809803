package dev.identitydomains.operator.scim;

import dev.identitydomains.operator.http.ScimFailure;

/** What became of one operation of a Bulk call. */
public sealed interface BulkResult {

  /** It was carried out. */
  record Done(Written written) implements BulkResult {}

  /** It was not, or nobody knows. */
  record Failed(ScimFailure failure) implements BulkResult {}
}
