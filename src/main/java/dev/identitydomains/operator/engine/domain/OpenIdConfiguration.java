package dev.identitydomains.operator.engine.domain;

/**
 * Metadata of a domain (OpenID Connect Discovery 1.0 section 3).
 *
 * @param issuer URL of the issuer of the domain's tokens
 * @param tokenEndpoint URL of the token endpoint
 */
public record OpenIdConfiguration(String issuer, String tokenEndpoint) {}
