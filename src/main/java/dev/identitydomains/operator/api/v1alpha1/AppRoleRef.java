package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A role to be granted. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AppRoleRef(
    @JsonPropertyDescription("Display name of the role.") @Required @Size(min = 1, max = 255)
        String role,
    @JsonPropertyDescription(
            "The ClientApplication that defines it, whose spec.roleConsumers must admit this namespace; one of the domain's own roles when left out.")
        @Nullable NamespacedRef application) {}
