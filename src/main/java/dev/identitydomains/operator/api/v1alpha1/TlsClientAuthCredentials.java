package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A client that authenticates with mutual TLS. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TlsClientAuthCredentials(
    @JsonPropertyDescription("Client id of the operator's client.")
        @Required
        @Pattern("^[A-Za-z0-9_]+$")
        @Size(min = 1, max = 255)
        String clientId,
    @JsonPropertyDescription("A Secret of type kubernetes.io/tls.") @Required LocalRef secretRef) {}
