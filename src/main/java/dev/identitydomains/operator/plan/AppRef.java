package dev.identitydomains.operator.plan;

import org.jspecify.annotations.Nullable;

/**
 * Which App it is.
 *
 * @param id its id, which every other call needs
 * @param ocid its OCID; null when not sent
 * @param version its ETag; null when not sent
 */
public record AppRef(String id, @Nullable String ocid, @Nullable String version) {}
