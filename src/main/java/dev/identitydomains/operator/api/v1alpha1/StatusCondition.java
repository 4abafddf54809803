package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One condition, as the Kubernetes API conventions define it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusCondition(
    @JsonPropertyDescription("Ready, Reconciling or Stalled.") @Required String type,
    @JsonPropertyDescription("True or False.") @Required String status,
    @JsonPropertyDescription("Why, in one word.") @Required String reason,
    @JsonPropertyDescription("Why, for people, and what to do.") @Required String message,
    @JsonPropertyDescription("When status last changed (RFC 3339).") @Required
        String lastTransitionTime,
    @JsonPropertyDescription("The generation that the condition is about.")
        @Nullable Long observedGeneration) {}
