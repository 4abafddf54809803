package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Additional CA certificates. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CaBundle(
    @JsonPropertyDescription(
            "ConfigMap in the same namespace with one or more CA certificates in PEM. The default of key is ca.crt.")
        @Required
        SecretKeyRef configMapRef) {}
