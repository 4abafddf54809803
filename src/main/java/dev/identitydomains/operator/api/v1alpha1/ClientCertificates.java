package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Key pairs that the operator creates for a client, with self-signed certificates. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = SpecRules.OVERLAP_WITHIN_ROTATION,
    fieldPath = ".overlap",
    message = "must be shorter than rotateAfter",
    reason = SpecRules.INVALID)
public record ClientCertificates(
    @JsonPropertyDescription(
            "Age at which the operator replaces a key pair, in hours, minutes and seconds, at least 1h. A certificate is valid for twice the sum of rotateAfter and overlap, and two years at most. The default is 2160h.")
        @Default("2160h")
        @Pattern(SpecRules.DURATION)
        @ValidationRule(
            value = SpecRules.AN_HOUR_TO_A_YEAR,
            message = SpecRules.AN_HOUR_TO_A_YEAR_MESSAGE,
            reason = SpecRules.INVALID)
        @Size(min = 2, max = 21)
        @Nullable String rotateAfter,
    @JsonPropertyDescription(
            "Time during which the domain accepts the former key pair beside a new one, in hours, minutes and seconds; shorter than rotateAfter. A rotation by the annotation identitydomains.dev/rotate-secret has no overlap. The default is 24h.")
        @Default("24h")
        @Pattern(SpecRules.DURATION)
        @ValidationRule(
            value = SpecRules.UP_TO_A_YEAR,
            message = SpecRules.UP_TO_A_YEAR_MESSAGE,
            reason = SpecRules.INVALID)
        @Size(min = 2, max = 21)
        @Nullable String overlap,
    @JsonPropertyDescription(
            "Algorithm and size of the key pairs that the operator creates from now on. The default is RSA2048.")
        @Default("RSA2048")
        @Nullable KeyType keyType) {}
