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
            "Name of the scope, appended to the audience: printable ASCII without space, quote and backslash (RFC 6749, section 3.3).")
        @Required
        @Size(min = 1, max = 255)
        @Pattern(SpecRules.SCOPE)
        String value,
    @JsonPropertyDescription("Name shown to users.") @Size(max = 255) @Nullable String displayName,
    @JsonPropertyDescription("What it allows.") @Size(max = 1024) @Nullable String description,
    @JsonPropertyDescription("Whether users are asked for consent.")
        @Nullable Boolean requiresConsent) {}
