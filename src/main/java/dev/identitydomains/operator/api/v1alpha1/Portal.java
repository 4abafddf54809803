package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The presentation of an App to users of the domain. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Portal(
    @JsonPropertyDescription("Email address of the contact for the application.")
        @Pattern(SpecRules.EMAIL)
        @Size(max = 254)
        @Nullable String contactEmail) {}
