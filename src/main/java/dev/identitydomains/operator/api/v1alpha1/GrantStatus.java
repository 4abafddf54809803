package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The observed state of an AppRoleGrant or an AppAssignment. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GrantStatus(
    @JsonPropertyDescription(
            "Generation (metadata.generation) that this status describes; -1 before the first reconciliation.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Conditions of the resource: Ready always, the others only while they are True.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription("IdentityDomain of the grant, as namespace/name.")
        @Nullable String domain,
    @JsonPropertyDescription("Id of the group, user or dynamic resource group in the domain.")
        @Nullable String granteeId,
    @JsonPropertyDescription("Id of the Grant in the domain.") @Nullable String grantId,
    @JsonPropertyDescription(
            "Grants that this resource created or adopted, and that its deletion may revoke.")
        @Nullable List<GrantRecord> grants) {}
