package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One scope of a resource server. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResourceScope(
    @JsonPropertyDescription(
            "Value of the scope, which follows the audience in the fully qualified scope. It consists of printable ASCII characters without space, quotation mark and backslash (RFC 6749, section 3.3).")
        @Required
        @Size(min = 1, max = 255)
        @Pattern(SpecRules.SCOPE)
        String value,
    @JsonPropertyDescription("Name of the scope for users.")
        @Pattern(SpecRules.TEXT)
        @Size(max = 255)
        @Nullable String displayName,
    @JsonPropertyDescription("Description of the access that the scope permits.")
        @Pattern(SpecRules.TEXT)
        @Size(max = 1024)
        @Nullable String description,
    @JsonPropertyDescription("Whether a user must consent before a client gets the scope.")
        @Nullable Boolean requiresConsent) {}
