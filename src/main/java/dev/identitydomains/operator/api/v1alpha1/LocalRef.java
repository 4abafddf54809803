package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A reference to an object of the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LocalRef(
    @JsonPropertyDescription("Name of the object, in the same namespace.")
        @Required
        @Pattern(SpecRules.NAME)
        @Size(min = 1, max = 253)
        String name) {}
