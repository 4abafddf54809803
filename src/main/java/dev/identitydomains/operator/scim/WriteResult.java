package dev.identitydomains.operator.scim;

import java.util.Optional;

/**
 * The result of a successful write.
 *
 * @param id id of the written resource
 * @param resource the resource in the reply; empty after DELETE and in a Bulk call
 */
public record WriteResult(String id, Optional<ScimResource> resource) {

  /** The resource's ETag after the write; empty when the reply has none. */
  public Optional<String> version() {
    return resource.flatMap(ScimResource::version);
  }
}
