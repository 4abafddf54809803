package dev.identitydomains.operator.scim;

import org.jspecify.annotations.Nullable;

/**
 * The result of a successful write.
 *
 * @param id id of the written resource
 * @param resource the resource in the reply; null after DELETE and in a Bulk call
 */
public record WriteResult(String id, @Nullable ScimResource resource) {

  /** The resource's ETag after the write; null when the reply has none. */
  public @Nullable String version() {
    return resource == null ? null : resource.version().orElse(null);
  }
}
