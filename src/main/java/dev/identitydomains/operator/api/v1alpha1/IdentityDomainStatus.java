package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The observed state of the domain. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record IdentityDomainStatus(
    @JsonPropertyDescription(
            "Generation (metadata.generation) that this status describes; -1 before the first reconciliation.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Conditions of the resource: Ready always; SigningKeysPublic, which says whether resource servers can read the keys that sign the domain's tokens, once the domain has answered; the others only while they are True.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription("Issuer of the domain's tokens.") @Nullable String issuer,
    @JsonPropertyDescription("URL at which applications request tokens.")
        @Nullable String tokenEndpoint,
    @JsonPropertyDescription(
            "Number of ClientApplications that may use the domain or have an App in it.")
        @Nullable Integer applications,
    @JsonPropertyDescription(
            "ClientApplications, as namespace/name, that have an App in the domain although allowedNamespaces does not allow their namespaces; at most 100.")
        @Nullable List<String> withdrawn,
    @JsonPropertyDescription(
            "Number of Apps that this cluster created or adopted and whose ClientApplication does not exist, because they were retained, or because it was removed without the operator. Missing when the operator reconciles only resources with certain labels.")
        @Nullable Integer orphans,
    @JsonPropertyDescription(
            "Time of the last full read of the domain's Apps, AppRoles and grants (RFC 3339).")
        @Nullable String lastInventoryTime) {}
