package dev.identitydomains.operator.plan;

import java.util.Optional;

/**
 * Which App it is.
 *
 * @param id its id, which every other call needs
 * @param ocid its OCID; empty when not sent
 * @param version its ETag; empty when not sent
 */
public record AppRef(String id, Optional<String> ocid, Optional<String> version) {}
