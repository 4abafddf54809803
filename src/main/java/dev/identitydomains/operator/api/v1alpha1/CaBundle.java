package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Where further CA certificates are. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaBundle(
    @JsonPropertyDescription("A ConfigMap with PEM certificates; the key is ca.crt by default.")
        @Required
        SecretKeyRef configMapRef) {}
