package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to reach one identity domain, and who may use it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "[has(self.credentials.clientSecret), has(self.credentials.privateKeyJwt), has(self.credentials.tlsClientAuth)].filter(x, x).size() == 1",
    message = "must set exactly one of clientSecret, privateKeyJwt and tlsClientAuth",
    reason = SpecRules.INVALID,
    fieldPath = ".credentials")
public record IdentityDomainSpec(
    @JsonPropertyDescription(
            "Base URL of the domain, without a path: https, or http for a loopback host.")
        @Required
        @Size(min = 8, max = 2048)
        @Pattern("^https?://[^/?#@\\s]+/?$")
        @ValidationRule(
            value =
                "self.startsWith('https://') || self.matches('^http://(localhost|127[.][0-9.]+|\\\\[::1\\\\])(:[0-9]+)?/?$')",
            message = "must begin with https://, or with http:// for a loopback host",
            reason = SpecRules.INVALID)
        String url,
    @JsonPropertyDescription("The domain type, which decides its rate limits.") @Default("Free")
        @Nullable DomainType type,
    @JsonPropertyDescription("How the operator's own client authenticates. Exactly one member.")
        @Required
        DomainCredentials credentials,
    @JsonPropertyDescription("Scopes of the access token.")
        @Default("[\"urn:opc:idm:__myscopes__\"]")
        @Size(min = 1, max = 16)
        @Nullable List<@Pattern(SpecRules.SCOPE) @Size(min = 1, max = 512) String> scopes,
    @JsonPropertyDescription("Certificates to trust beside those of the platform.")
        @Nullable CaBundle caBundle,
    @JsonPropertyDescription("From which namespaces the domain may be used; its own by default.")
        @Nullable AllowedNamespaces allowedNamespaces,
    @JsonPropertyDescription(
            "How often the domain is compared with the declared state, for example 90s or 5m.")
        @Default("1m")
        @Pattern(SpecRules.DURATION)
        @ValidationRule(
            value = SpecRules.UP_TO_TEN_YEARS,
            message = SpecRules.UP_TO_TEN_YEARS_MESSAGE,
            reason = SpecRules.INVALID)
        @Size(min = 2, max = 21)
        @Nullable String driftCheckInterval,
    @JsonPropertyDescription(
            "Auto: many writes at a time go as Bulk calls where the domain admits them. Never: each goes by itself.")
        @Default("Auto")
        @Nullable BulkPolicy bulk) {}
