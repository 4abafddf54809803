package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The observed state of the role. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AppRoleStatus(
    @JsonPropertyDescription(
            "Generation (metadata.generation) that this status describes; -1 before the first reconciliation.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Conditions of the resource: Ready always, the others only while they are True.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription(
            "Name of the ClientApplication whose App defines the role, in the same namespace.")
        @Nullable String application,
    @JsonPropertyDescription("Id of the AppRole in the domain.") @Nullable String roleId,
    @JsonPropertyDescription("Unique name of the AppRole in the domain.")
        @Nullable String uniqueName,
    @JsonPropertyDescription("Whether the AppRole existed before this resource.")
        @Nullable Boolean adopted) {}
