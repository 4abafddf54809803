package dev.identitydomains.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The desired application and grantee. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.applicationRef) != has(self.externalApplication)",
    message = "must be set unless externalApplication is, and not together with it",
    reason = SpecRules.INVALID,
    fieldPath = ".applicationRef")
@ValidationRule(
    value = "has(self.domainRef) || has(self.applicationRef)",
    message = "must be set unless applicationRef is: it names the domain of the App",
    reason = SpecRules.REQUIRED,
    fieldPath = ".domainRef")
@ValidationRule(
    value = "!has(self.domainRef) || !has(self.applicationRef)",
    message = "may not be set together with applicationRef: the domain is that of the application",
    reason = SpecRules.FORBIDDEN,
    fieldPath = ".domainRef")
@ValidationRule(
    value = SpecRules.SAME_DOMAIN,
    message = "is immutable: delete the AppAssignment and create it anew",
    reason = SpecRules.INVALID,
    fieldPath = ".domainRef")
@ValidationRule(
    value = SpecRules.ONE_GRANTEE,
    message = SpecRules.ONE_GRANTEE_MESSAGE,
    reason = SpecRules.INVALID,
    fieldPath = ".grantee")
public record AppAssignmentSpec(
    @JsonPropertyDescription(
            "IdentityDomain of the App. Required if applicationRef is not set, forbidden otherwise: the domain is that of the ClientApplication. Immutable.")
        @Nullable NamespacedRef domainRef,
    @JsonPropertyDescription(
            "ClientApplication that the grantee may use; its spec.consumers must allow this namespace.")
        @Nullable NamespacedRef applicationRef,
    @JsonPropertyDescription(
            "App without a ClientApplication that the grantee may use; spec.policies of the IdentityDomain must permit it.")
        @Nullable ExternalApplicationRef externalApplication,
    @JsonPropertyDescription(
            "Grantee that may use the application. Exactly one of group, user and dynamicResourceGroup is required.")
        @Required
        RoleGrantee grantee,
    @JsonPropertyDescription(
            "Whether the operator revokes the grant (Delete) or keeps it (Retain) when this resource is deleted. Without a value, the operator revokes a grant that it created and keeps an adopted grant, which Delete revokes only while the policies of the IdentityDomain permit its adoption.")
        @Nullable DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            "Whether the operator adopts the grant if it exists already (ByName) or reports a conflict (Never). The adoption of a grant of an App that no ClientApplication of this namespace has needs the permission of the IdentityDomain's policies. The default is Never.")
        @Default("Never")
        @Nullable ObjectAdoptionPolicy adoptionPolicy)
    implements GrantSpec {}
