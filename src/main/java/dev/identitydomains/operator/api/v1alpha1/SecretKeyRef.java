package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A reference to one key of a Secret or ConfigMap of the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SecretKeyRef(
    @JsonPropertyDescription("Name of the Secret or ConfigMap, in the same namespace.")
        @Required
        @Pattern(SpecRules.NAME)
        @Size(min = 1, max = 253)
        String name,
    @JsonPropertyDescription(
            "Key in the Secret or ConfigMap. The field with this reference documents the default.")
        @Pattern(SpecRules.KEY)
        @Size(min = 1, max = 253)
        @Nullable String key) {}
