package dev.identitydomains.operator.plan;

import org.jspecify.annotations.Nullable;

/**
 * Which App it is.
 *
 * @param id its id, which every other call needs
 * @param clientId its client id ({@code name})
 * @param ocid its OCID; null when not sent
 * @param version its ETag; null when not sent
 */
public record AppRef(String id, String clientId, @Nullable String ocid, @Nullable String version) {

  /** A copy with another OCID and ETag. */
  public AppRef with(@Nullable String otherOcid, @Nullable String otherVersion) {
    return new AppRef(id, clientId, otherOcid, otherVersion);
  }

  /** A copy with another ETag. */
  AppRef withVersion(@Nullable String otherVersion) {
    return with(ocid, otherVersion);
  }
}
