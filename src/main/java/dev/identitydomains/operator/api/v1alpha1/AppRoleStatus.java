package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator knows of the role. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AppRoleStatus(
    @JsonPropertyDescription("The generation that this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Ready, and while they hold Reconciling and Stalled.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription("The ClientApplication whose App has the role.")
        @Nullable String application,
    @JsonPropertyDescription("Id of the AppRole in the domain.") @Nullable String roleId,
    @JsonPropertyDescription("Its name in the whole domain.") @Nullable String uniqueName) {}
