package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator knows of the App. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClientApplicationStatus(
    @JsonPropertyDescription("The generation that this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Ready, and while they hold Reconciling and Stalled.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription("The IdentityDomain that has the App, as namespace/name.")
        @Nullable String domain,
    @JsonPropertyDescription("Id of the App in the domain.") @Nullable String appId,
    @JsonPropertyDescription("OCID of the App.") @Nullable String ocid,
    @JsonPropertyDescription("OAuth client id.") @Nullable String clientId,
    @JsonPropertyDescription("Roles granted to the App.") @Nullable List<GrantedRole> appRoles,
    @JsonPropertyDescription("The Secret to bind to (Service Binding Specification).")
        @Nullable LocalRef binding,
    @JsonPropertyDescription("Since when the client secret is used (RFC 3339).")
        @Nullable String secretRotatedAt,
    @JsonPropertyDescription(
            "What the domain has otherwise than declared, where it is only observed.")
        @Nullable List<String> drift,
    @JsonPropertyDescription("When the App was last known to be as declared (RFC 3339).")
        @Nullable String lastSyncTime) {}
