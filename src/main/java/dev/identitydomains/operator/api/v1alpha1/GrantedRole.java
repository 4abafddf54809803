package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A role that is granted to an App. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GrantedRole(
    @JsonPropertyDescription("Display name of the app role.") @Required String role,
    @JsonPropertyDescription(
            "ClientApplication that defines the role, as namespace/name if it is in another namespace. Not set if the identity domain itself or another App defines the role.")
        @Nullable String application,
    @JsonPropertyDescription("App without a ClientApplication that defines the role.")
        @Nullable ExternalApplicationRef externalApplication,
    @JsonPropertyDescription("Id of the AppRole in the domain.") @Nullable String roleId,
    @JsonPropertyDescription(
            "Id of the Grant in the domain. Not set while the operator does not know whether the domain has made the Grant.")
        @Nullable String grantId) {}
