package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A reference to an object, in the same namespace unless it names another. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NamespacedRef(
    @JsonPropertyDescription("Name of the object.")
        @Required
        @Pattern(SpecRules.NAME)
        @Size(min = 1, max = 253)
        String name,
    @JsonPropertyDescription(
            "Namespace of the object. The default is the namespace of this resource.")
        @Pattern(SpecRules.NAMESPACE)
        @Size(min = 1, max = 63)
        @Nullable String namespace) {}
