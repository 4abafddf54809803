package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A reference to a role. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AppRoleRef(
    @JsonPropertyDescription("Display name of the app role.")
        @Required
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        String role,
    @JsonPropertyDescription(
            "ClientApplication that defines the role; its spec.consumers must allow this namespace. If this field is not set, the identity domain itself defines the role.")
        @Nullable NamespacedRef application) {}
