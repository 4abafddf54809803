package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator knows of the domain. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record IdentityDomainStatus(
    @JsonPropertyDescription("The generation that this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Ready, and while they hold Reconciling and Stalled.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription("Issuer of the domain's tokens.") @Nullable String issuer,
    @JsonPropertyDescription("Where applications request tokens.") @Nullable String tokenEndpoint,
    @JsonPropertyDescription("How many ClientApplications use the domain.")
        @Nullable Integer applications,
    @JsonPropertyDescription("When the domain was last read as a whole (RFC 3339).")
        @Nullable String lastInventoryTime) {}
