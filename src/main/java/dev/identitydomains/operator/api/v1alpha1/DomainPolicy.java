package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the resources of some namespaces may ask of a domain, in addition to the baseline. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DomainPolicy(
    @JsonPropertyDescription(
            "Namespaces to which the policy applies, among those that spec.allowedNamespaces allows.")
        @Required
        AllowedNamespaces namespaces,
    @JsonPropertyDescription(
            "Display names of app roles of the domain itself that ClientApplications and AppRoleGrants may grant; * stands for all.")
        @Size(max = 100)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 255) String> domainRoles,
    @JsonPropertyDescription(
            "Types of grantees that may get domainRoles and what externalApplications permit. The default is App alone.")
        @Size(max = 4)
        @Nullable List<GranteeKind> grantees,
    @JsonPropertyDescription("Permitted values of spec.client.type.") @Size(max = 3)
        @Nullable List<ClientType> clientTypes,
    @JsonPropertyDescription("Permitted values of spec.client.grantTypes; * stands for all.")
        @Size(max = 16)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 255) String> grantTypes,
    @JsonPropertyDescription("Permitted values of spec.client.trustScope.") @Size(max = 4)
        @Nullable List<TrustScope> trustScopes,
    @JsonPropertyDescription("Permitted values of spec.client.allowedOperations.") @Size(max = 2)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 64) String> allowedOperations,
    @JsonPropertyDescription("Whether spec.client.bypassConsent may be true. The default is false.")
        @Nullable Boolean bypassConsent,
    @JsonPropertyDescription(
            "Audiences that resource servers may have, and the only secondaryAudiences that they may have; * stands for any characters. If no policy of a namespace has this field, every audience is permitted that does not begin with urn:opc:.")
        @Size(max = 100)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 255) String> audiences,
    @JsonPropertyDescription(
            "Apps that no ClientApplication of the cluster has, and of which resources may have roles and scopes, and groups and users assignments.")
        @Size(max = 50)
        @Nullable List<ExternalApplicationPermission> externalApplications,
    @JsonPropertyDescription("Permitted names in spec.extraAttributes; * stands for all.")
        @Size(max = 16)
        @Nullable List<@Pattern(SpecRules.TEXT) @Size(min = 1, max = 64) String> extraAttributes,
    @JsonPropertyDescription(
            "OCI tag namespaces in spec.definedTags, whose case does not matter; * stands for all.")
        @Size(max = 16)
        @Nullable List<@Pattern("^([!-)+-\\-/-~]+|[*])$") @Size(min = 1, max = 100) String>
            definedTags,
    @JsonPropertyDescription("Existing Apps and grants that may be adopted. The default is none.")
        @Nullable AdoptionPermission adoption) {}
