package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Client id and secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClientSecretCredentials(
    @JsonPropertyDescription(
            "Secret in the same namespace, with the label identitydomains.dev/credentials and the keys client-id and client-secret.")
        @Required
        LocalRef secretRef) {}
