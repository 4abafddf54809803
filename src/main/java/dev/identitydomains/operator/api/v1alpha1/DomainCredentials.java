package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The credentials of the operator's client in the domain. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DomainCredentials(
    @JsonPropertyDescription(
            "Client id and client secret, which the operator sends with HTTP Basic authentication.")
        @Nullable ClientSecretCredentials clientSecret,
    @JsonPropertyDescription(
            "Client assertion, which the operator signs with a private key (RFC 7523, RS256).")
        @Nullable PrivateKeyJwtCredentials privateKeyJwt,
    @JsonPropertyDescription(
            "TLS client certificate, which the operator presents to the token endpoint.")
        @Nullable TlsClientAuthCredentials tlsClientAuth) {}
