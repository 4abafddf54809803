package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of an App as an OAuth resource server. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.scopes) || self.scopes.all(s, self.scopes.exists_one(o, o.value == s.value))",
    message = "must contain each scope value only once",
    reason = SpecRules.INVALID,
    fieldPath = ".scopes")
public record ResourceServer(
    @JsonPropertyDescription(
            "Primary audience of access tokens, and prefix of every fully qualified scope.")
        @Required
        @Size(min = 1, max = 255)
        @Pattern(SpecRules.SCOPE)
        String audience,
    @JsonPropertyDescription(
            "Further audiences of access tokens for the resource server, which the policies of the IdentityDomain must permit.")
        @Size(max = 20)
        @Nullable List<@Pattern(SpecRules.SCOPE) @Size(min = 1, max = 255) String>
            secondaryAudiences,
    @JsonPropertyDescription("Scopes that the resource server defines and clients may request.")
        @Size(max = 100)
        @Nullable List<ResourceScope> scopes,
    @JsonPropertyDescription(
            "Lifetime of access tokens, in hours, minutes and seconds, for example 1h. The maximum is 8760h.")
        @Pattern(SpecRules.DURATION)
        @ValidationRule(
            value = SpecRules.UP_TO_A_YEAR,
            message = SpecRules.UP_TO_A_YEAR_MESSAGE,
            reason = SpecRules.INVALID)
        @Size(min = 2, max = 21)
        @Nullable String accessTokenLifetime,
    @JsonPropertyDescription(
            "Lifetime of refresh tokens, in hours, minutes and seconds, for example 168h.")
        @Pattern(SpecRules.DURATION)
        @ValidationRule(
            value = SpecRules.UP_TO_TEN_YEARS,
            message = SpecRules.UP_TO_TEN_YEARS_MESSAGE,
            reason = SpecRules.INVALID)
        @Size(min = 2, max = 21)
        @Nullable String refreshTokenLifetime,
    @JsonPropertyDescription("Whether the domain issues refresh tokens for the resource server.")
        @Nullable Boolean offlineAccess) {}
