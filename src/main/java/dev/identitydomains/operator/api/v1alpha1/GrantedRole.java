package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A role that the App has. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GrantedRole(
    @JsonPropertyDescription("Display name of the role.") @Required String role,
    @JsonPropertyDescription(
            "The ClientApplication that defines it, with its namespace if that is another one; left out for the domain's own roles.")
        @Nullable String application,
    @JsonPropertyDescription("Id of the Grant.") @Nullable String grantId) {}
