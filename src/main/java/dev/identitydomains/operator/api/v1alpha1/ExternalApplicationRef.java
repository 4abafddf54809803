package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A reference to an App of the domain that no ClientApplication of the cluster has. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.clientId) != has(self.displayName)",
    message = "must be set unless displayName is, and not together with it",
    reason = SpecRules.INVALID,
    fieldPath = ".clientId")
public record ExternalApplicationRef(
    @JsonPropertyDescription("Client id of the App.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        @Nullable String clientId,
    @JsonPropertyDescription("Display name of the App. The domain must have a single such App.")
        @Pattern(SpecRules.TEXT)
        @Size(min = 1, max = 255)
        @Nullable String displayName) {}
