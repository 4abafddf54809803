package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A scope of an App without a ClientApplication, whose audience the domain tells. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExternalScope(
    @JsonPropertyDescription("Value of the scope, without the audience of its App.")
        @Required
        @Pattern(SpecRules.SCOPE)
        @Size(min = 1, max = 255)
        String scope,
    @JsonPropertyDescription(
            "App that defines the scope; spec.policies of the IdentityDomain must permit it.")
        @Required
        ExternalApplicationRef externalApplication) {}
