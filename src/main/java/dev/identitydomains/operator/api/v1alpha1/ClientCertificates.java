package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Key pairs that the operator makes for a client, with self-signed certificates. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClientCertificates(
    @JsonPropertyDescription("How long a key is used before it is replaced.")
        @Default("2160h")
        @Pattern(SpecRules.DURATION)
        @ValidationRule(
            value = SpecRules.UP_TO_TEN_YEARS,
            message = SpecRules.UP_TO_TEN_YEARS_MESSAGE,
            reason = SpecRules.INVALID)
        @Size(min = 2, max = 21)
        @Nullable String rotateAfter,
    @JsonPropertyDescription("How long the former key is accepted beside a new one.")
        @Default("24h")
        @Pattern(SpecRules.DURATION)
        @ValidationRule(
            value = SpecRules.UP_TO_TEN_YEARS,
            message = SpecRules.UP_TO_TEN_YEARS_MESSAGE,
            reason = SpecRules.INVALID)
        @Size(min = 2, max = 21)
        @Nullable String overlap) {}
