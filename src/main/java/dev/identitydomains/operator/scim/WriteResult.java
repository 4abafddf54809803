package dev.identitydomains.operator.scim;

import java.util.Optional;

/**
 * What a write led to.
 *
 * @param id id of the resource that was written
 * @param resource what the service sent of it; a Bulk call sends nothing
 */
public record WriteResult(String id, Optional<ScimResource> resource) {

  /** The resource's ETag after the write; empty when the service did not say. */
  public Optional<String> version() {
    return resource.flatMap(ScimResource::version);
  }
}
