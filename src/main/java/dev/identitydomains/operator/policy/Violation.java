package dev.identitydomains.operator.policy;

/**
 * A value of a spec that is not permitted.
 *
 * @param field path of the field, for example {@code spec.client.type}
 */
public record Violation(String field, String value) {}
