package dev.identitydomains.operator.engine.domain;

/**
 * What a domain says of itself (OpenID Connect Discovery 1.0 section 3).
 *
 * @param issuer issuer of its tokens
 * @param tokenEndpoint where applications request tokens
 */
public record OpenIdConfiguration(String issuer, String tokenEndpoint) {}
