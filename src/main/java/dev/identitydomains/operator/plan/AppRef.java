package dev.identitydomains.operator.plan;

import org.jspecify.annotations.Nullable;

/**
 * Ids and version of an App.
 *
 * @param id SCIM id, a part of the App's URL
 * @param clientId its client id ({@code name})
 * @param ocid OCID; null when the service did not send it
 * @param version ETag; null when unknown
 * @param created time of its creation (RFC 3339); null when unknown
 */
public record AppRef(
    String id,
    String clientId,
    @Nullable String ocid,
    @Nullable String version,
    @Nullable String created) {

  /** A copy with another OCID and ETag. */
  public AppRef with(@Nullable String otherOcid, @Nullable String otherVersion) {
    return new AppRef(id, clientId, otherOcid, otherVersion, created);
  }

  /** A copy with the time of the creation. */
  public AppRef withCreated(@Nullable String at) {
    return new AppRef(id, clientId, ocid, version, at);
  }

  /** A copy with another ETag. */
  public AppRef withVersion(@Nullable String otherVersion) {
    return with(ocid, otherVersion);
  }
}
