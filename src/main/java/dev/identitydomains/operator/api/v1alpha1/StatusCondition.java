package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One condition, as the Kubernetes API conventions define it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusCondition(
    @JsonPropertyDescription(
            "Type of the condition: Ready, Reconciling, Stalled, Drifted, Paused or SigningKeysPublic.")
        @Required
        String type,
    @JsonPropertyDescription("Status of the condition: True, False or Unknown.") @Required
        String status,
    @JsonPropertyDescription("Cause of the status, as one CamelCase word for programs.") @Required
        String reason,
    @JsonPropertyDescription("Cause of the status and remedy, as sentences for users.") @Required
        String message,
    @JsonPropertyDescription("Time of the last change of the condition's status (RFC 3339).")
        @Required
        String lastTransitionTime,
    @JsonPropertyDescription("Generation (metadata.generation) that the condition describes.")
        @Nullable Long observedGeneration) {}
