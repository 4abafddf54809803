package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A client that authenticates with mutual TLS. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TlsClientAuthCredentials(
    @JsonPropertyDescription("Client id of the operator's OAuth client.")
        @Required
        @Pattern("^[A-Za-z0-9_]+$")
        @Size(min = 1, max = 255)
        String clientId,
    @JsonPropertyDescription(
            "Secret of type kubernetes.io/tls in the same namespace, with the certificate in tls.crt, perhaps with intermediate ones after it, and its key in tls.key.")
        @Required
        LocalRef secretRef) {}
