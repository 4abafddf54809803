package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The operator's own client in the domain. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DomainCredentials(
    @JsonPropertyDescription("Client id and secret, sent with HTTP Basic.")
        @Nullable ClientSecretCredentials clientSecret,
    @JsonPropertyDescription("A client assertion signed with a private key (RFC 7523, RS256).")
        @Nullable PrivateKeyJwtCredentials privateKeyJwt,
    @JsonPropertyDescription("A TLS client certificate.")
        @Nullable TlsClientAuthCredentials tlsClientAuth) {}
