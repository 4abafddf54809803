package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator knows of the grant. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AppRoleGrantStatus(
    @JsonPropertyDescription("The generation that this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Ready, and while they hold Reconciling and Stalled.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription("The IdentityDomain that has the grant, as namespace/name.")
        @Nullable String domain,
    @JsonPropertyDescription("Id of the group, user or dynamic resource group.")
        @Nullable String granteeId,
    @JsonPropertyDescription("Id of the Grant.") @Nullable String grantId) {}
