package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A client with a certificate in the domain. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PrivateKeyJwtCredentials(
    @JsonPropertyDescription("Client id of the operator's client.")
        @Required
        @Pattern("^[A-Za-z0-9_]+$")
        @Size(min = 1, max = 255)
        String clientId,
    @JsonPropertyDescription("Alias of its certificate in the domain.")
        @Required
        @Size(min = 1, max = 255)
        String keyId,
    @JsonPropertyDescription(
            "A Secret with the RSA private key as PKCS #8 PEM; the key is tls.key by default.")
        @Required
        SecretKeyRef secretRef) {}
