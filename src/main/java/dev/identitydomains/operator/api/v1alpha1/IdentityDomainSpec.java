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

/** The connection to one identity domain, and the namespaces that may use it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "[has(self.credentials.clientSecret), has(self.credentials.privateKeyJwt), has(self.credentials.tlsClientAuth)].filter(x, x).size() == 1",
    message = "must set exactly one of clientSecret, privateKeyJwt and tlsClientAuth",
    reason = SpecRules.INVALID,
    fieldPath = ".credentials")
public record IdentityDomainSpec(
    @JsonPropertyDescription(
            "Base URL of the domain, without a path. The scheme is https, or http for a loopback host. The setting --domain-hosts of the operator has to permit the host.")
        @Required
        @Size(min = 8, max = 2048)
        @Pattern("^https?://[A-Za-z0-9.:\\[\\]-]+/?$")
        @ValidationRule(
            value =
                "self.startsWith('https://') || self.matches('^http://(localhost|127[.][0-9.]+|\\\\[::1\\\\])(:[0-9]+)?/?$')",
            message = "must begin with https://, or with http:// for a loopback host",
            reason = SpecRules.INVALID)
        String url,
    @JsonPropertyDescription(
            "Type of the domain, which determines its rate limits and the number of Apps. The default is Free, the type with the lowest limits.")
        @Default("Free")
        @Nullable DomainType type,
    @JsonPropertyDescription(
            "Credentials of the operator's OAuth client in the domain. Exactly one of clientSecret, privateKeyJwt and tlsClientAuth is required.")
        @Required
        DomainCredentials credentials,
    @JsonPropertyDescription(
            "Scopes of the operator's access token. The default is urn:opc:idm:__myscopes__, which covers all app roles of the operator's client.")
        @Default("[\"urn:opc:idm:__myscopes__\"]")
        @Size(min = 1, max = 16)
        @Nullable List<@Pattern(SpecRules.SCOPE) @Size(min = 1, max = 512) String> scopes,
    @JsonPropertyDescription("CA certificates that the operator trusts for this domain.")
        @Nullable CaBundle caBundle,
    @JsonPropertyDescription(
            "Namespaces whose resources may use the domain. The default allows the namespace of the IdentityDomain.")
        @Nullable AllowedNamespaces allowedNamespaces,
    @JsonPropertyDescription(
            "What the resources of allowed namespaces may ask for beyond the baseline; each policy that applies to a namespace adds to it. The namespace of the IdentityDomain may ask for everything.")
        @Size(max = 64)
        @Nullable List<DomainPolicy> policies,
    @JsonPropertyDescription(
            "What happens to the Apps of a namespace that allowedNamespaces no longer allows, or that ask for what policies no longer permit: they stay active without the grants and scopes that rested on it (Keep), or are deactivated as well (Deactivate). The default is Keep.")
        @Default("Keep")
        @Nullable WithdrawalPolicy onWithdrawal,
    @JsonPropertyDescription(
            "Whether the operator deletes what it created (Delete) or keeps it (Retain) when a resource that has no deletionPolicy of its own is deleted. The default is that of the operator (DELETION_POLICY).")
        @Nullable DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            "Cluster ids of clusters from which the resources of this one were restored or moved: a resource takes over the App that a resource of the same namespace and name had there, its AppRoles and its grants. Do not declare clusters of each other.")
        @Size(max = 16)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 253) String> successorOf,
    @JsonPropertyDescription(
            "Interval at which the operator compares the domain with the desired state, in hours, minutes and seconds, for example 90s or 5m. The default is 1m.")
        @Default("1m")
        @Pattern(SpecRules.DURATION)
        @ValidationRule(
            value = SpecRules.UP_TO_TEN_YEARS,
            message = SpecRules.UP_TO_TEN_YEARS_MESSAGE,
            reason = SpecRules.INVALID)
        @Size(min = 2, max = 21)
        @Nullable String driftCheckInterval,
    @JsonPropertyDescription(
            "Whether the operator sends many simultaneous writes in Bulk calls if the domain allows them (Auto), or each write as a call (Never). The default is Auto.")
        @Default("Auto")
        @Nullable BulkPolicy bulk) {}
